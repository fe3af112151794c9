//! What was found at one place.

use contracts::validation::Wording;
use conventions::language::Language;
use serde::Serialize;

use crate::phrase::phrase;

/// What was found at one place, and what to do about it.
#[derive(Debug)]
pub(super) struct Finding {
    /// The place, by a name that programs may rely on.
    pub(super) check: &'static str,
    pub(super) state: State,
    message: Wording,
    way_out: Option<Wording>,
}

/// How bad it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum State {
    Ok,
    Warning,
    Problem,
}

/// A finding in one language, for programs.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Told<'a> {
    check: &'a str,
    state: State,
    message: &'a str,
    way_out: Option<&'a str>,
}

impl Finding {
    pub(super) fn ok(check: &'static str, english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { check, state: State::Ok, message: Wording::new(english, chinese), way_out: None }
    }

    pub(super) fn warning(check: &'static str, english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { state: State::Warning, ..Self::ok(check, english, chinese) }
    }

    pub(super) fn problem(check: &'static str, english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { state: State::Problem, ..Self::ok(check, english, chinese) }
    }

    /// With what to do about it.
    pub(super) fn way_out(mut self, english: impl Into<String>, chinese: impl Into<String>) -> Self {
        self.way_out = Some(Wording::new(english, chinese));
        self
    }

    /// For people: a line, and the way out on the next.
    pub(super) fn text(&self, language: Language) -> String {
        let state = match self.state {
            State::Ok => phrase("ok      ", "正常"),
            State::Warning => phrase("warning ", "警告"),
            State::Problem => phrase("problem ", "问题"),
        };
        let line = format!("{} {}: {}", state.of(language), self.check, language.choose(&self.message));
        match &self.way_out {
            Some(way_out) => {
                format!("{line}\n         {} {}", phrase("try:", "建议：").of(language), language.choose(way_out))
            }
            None => line,
        }
    }

    /// For programs.
    pub(super) fn told(&self, language: Language) -> Told<'_> {
        Told {
            check: self.check,
            state: self.state,
            message: language.choose(&self.message),
            way_out: self.way_out.as_ref().map(|way_out| language.choose(way_out)),
        }
    }
}
