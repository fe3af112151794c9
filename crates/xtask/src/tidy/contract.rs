//! The contract as far as rules are about it: its messages, enums and services. It has Rust's words and signs.

use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A declaration with a body: `message Customer { … }`.
pub(crate) struct Declaration {
    pub(crate) kind: String,
    pub(crate) name: String,
    body: TokenStream,
}

/// A field of a message, or a value of an enum.
pub(crate) struct Member {
    pub(crate) name: String,
    /// Everything after the name: number and options.
    pub(crate) rest: String,
    pub(crate) line: usize,
}

/// The declarations at the top of a file.
pub(crate) fn declarations(file: &str) -> Vec<Declaration> {
    let trees: Vec<_> = TokenStream::from_str(file).unwrap_or_default().into_iter().collect();
    let declared = trees.windows(3).filter_map(|trees| match trees {
        [TokenTree::Ident(kind), TokenTree::Ident(name), TokenTree::Group(body)]
            if body.delimiter() == Delimiter::Brace =>
        {
            Some(Declaration { kind: kind.to_string(), name: name.to_string(), body: body.stream() })
        }
        _ => None,
    });
    declared.collect()
}

impl Declaration {
    /// What the body declares with a number.
    pub(crate) fn members(&self) -> Vec<Member> {
        let trees: Vec<_> = self.body.clone().into_iter().collect();
        let statements = trees.split(|tree| matches!(tree, TokenTree::Punct(sign) if sign.as_char() == ';'));
        statements.filter_map(member).collect()
    }

    /// Whether it is a resource: a message with an etag, which callers create and update. Requests carry etags too, to say which
    /// revision they mean.
    pub(crate) fn is_resource(&self) -> bool {
        let has_etag = || self.members().iter().any(|field| field.name == "etag");
        self.kind == "message" && !self.name.ends_with("Request") && has_etag()
    }

    /// The RPCs of a service.
    pub(crate) fn operations(&self) -> Vec<String> {
        let trees: Vec<_> = self.body.clone().into_iter().collect();
        let operations = trees.windows(2).filter_map(|trees| match trees {
            [TokenTree::Ident(rpc), TokenTree::Ident(name)] if rpc == "rpc" => Some(name.to_string()),
            _ => None,
        });
        operations.collect()
    }
}

/// A statement `type name = number [options]`, or `name = number`.
fn member(statement: &[TokenTree]) -> Option<Member> {
    let equals = statement.iter().position(|tree| matches!(tree, TokenTree::Punct(sign) if sign.as_char() == '='))?;
    let (before, after) = statement.split_at_checked(equals)?;
    let name = before.last()?;
    let is_option = matches!(before.first()?, TokenTree::Ident(word) if word == "option");
    let rest = after.iter().cloned().collect::<TokenStream>().to_string();
    (!is_option).then(|| Member { name: name.to_string(), rest, line: name.span().start().line })
}
