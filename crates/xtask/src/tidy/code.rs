//! Rust as a compiler sees it: words and signs, without comments, texts kept whole.

use std::str::FromStr;

use proc_macro2::{TokenStream, TokenTree};

/// The tokens of a file.
pub(crate) struct Code {
    tokens: Vec<Token>,
}

struct Token {
    text: String,
    line: usize,
}

impl Code {
    /// The tokens of the text; none if it is malformed, which is a fault of its own.
    pub(crate) fn of(text: &str) -> Self {
        let mut tokens = Vec::new();
        flatten(TokenStream::from_str(text).unwrap_or_default(), &mut tokens);
        Self { tokens }
    }

    /// As [`Code::of`], without the items under `#[cfg(test)]`.
    pub(crate) fn without_tests(text: &str) -> Self {
        let mut tokens = Vec::new();
        flatten(skip_tests(TokenStream::from_str(text).unwrap_or_default()), &mut tokens);
        Self { tokens }
    }

    pub(crate) fn can_read(text: &str) -> bool {
        TokenStream::from_str(text).is_ok()
    }

    /// The lines where the piece of Rust stands, such as `SystemTime::now`.
    pub(crate) fn find(&self, piece: &str) -> Vec<usize> {
        self.places(&Self::of(piece)).filter_map(|at| self.tokens.get(at)).map(|token| token.line).collect()
    }

    /// Whether the piece of Rust stands somewhere.
    pub(crate) fn contains(&self, piece: &str) -> bool {
        self.places(&Self::of(piece)).next().is_some()
    }

    /// The words that follow the piece of Rust, each with its line.
    pub(crate) fn words_after(&self, piece: &str) -> Vec<(&str, usize)> {
        let piece = Self::of(piece);
        let following = self.places(&piece).filter_map(|at| self.tokens.get(at + piece.tokens.len()));
        following.map(|token| (token.text.as_str(), token.line)).collect()
    }

    /// The indices of the tokens with which the piece begins.
    fn places(&self, piece: &Self) -> impl Iterator<Item = usize> {
        let windows = self.tokens.windows(piece.tokens.len().max(1)).enumerate();
        let is_piece = |here: &[Token]| here.iter().zip(&piece.tokens).all(|(here, piece)| here.text == piece.text);
        windows.filter(move |(_, here)| is_piece(here)).map(|(at, _)| at)
    }
}

/// Groups become their delimiters and what is between them.
fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    for tree in stream {
        let (start, end) = (tree.span().start().line, tree.span().end().line);
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    proc_macro2::Delimiter::Parenthesis => ("(", ")"),
                    proc_macro2::Delimiter::Brace => ("{", "}"),
                    proc_macro2::Delimiter::Bracket => ("[", "]"),
                    proc_macro2::Delimiter::None => ("", ""),
                };
                tokens.push(Token { text: open.to_owned(), line: start });
                flatten(group.stream(), tokens);
                tokens.push(Token { text: close.to_owned(), line: end });
            }
            other => tokens.push(Token { text: other.to_string(), line: start }),
        }
    }
}

/// Leaves out each `#[cfg(test)]` and what it stands before: up to the next body or semicolon.
fn skip_tests(stream: TokenStream) -> TokenStream {
    let mut kept: Vec<TokenTree> = Vec::new();
    let mut is_skipping = false;
    for tree in stream {
        if is_skipping {
            let ends = match &tree {
                TokenTree::Group(group) => group.delimiter() == proc_macro2::Delimiter::Brace,
                TokenTree::Punct(sign) => sign.as_char() == ';',
                _ => false,
            };
            is_skipping = !ends;
        } else if matches!(&tree, TokenTree::Group(group) if group.to_string().replace(' ', "") == "[cfg(test)]") {
            kept.pop();
            is_skipping = true;
        } else {
            kept.push(tree);
        }
    }
    kept.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_found_where_it_is_code() {
        let code = Code::of("// SystemTime::now\nlet at = \"SystemTime::now\";\nstd::time::SystemTime::\n  now()");
        assert_eq!(code.find("SystemTime::now"), [3]);
        assert!(code.find("Time::now").is_empty());
        assert!(code.contains("\"SystemTime::now\""));
        assert_eq!(code.words_after("time::"), [("SystemTime", 3)]);
    }

    #[test]
    fn what_stands_under_cfg_test_is_left_out_and_no_more() {
        let code =
            Code::without_tests("#[cfg(test)] mod tests { fn a() {} } fn b() {} #[cfg(test)] use x::c; fn d() {}");
        let stand = |name: &str| code.contains(name);
        assert!(!stand("a") && stand("b") && !stand("c") && stand("d"));
    }
}
