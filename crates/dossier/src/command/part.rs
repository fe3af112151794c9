//! What is done in one service after the other: one that is away does not hold up the rest.

use contracts::validation::Wording;
use conventions::language::Language;
use tonic::Code;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::phrase::{Phrase, phrase};

const NOTHING: Phrase = phrase("nothing", "无");
const AND: Phrase = phrase(", ", "、");

/// What one service sees to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Part {
    Customers,
    Tasks,
    Cases,
}

impl Part {
    /// All, in the order in which they are seen to: whoever gets the customers may see what happened with them.
    pub(crate) const ALL: [Self; 3] = [Self::Customers, Self::Tasks, Self::Cases];

    fn name(self) -> Phrase {
        match self {
            Self::Customers => phrase("customers", "客户"),
            Self::Tasks => phrase("tasks and reminders", "任务与提醒"),
            Self::Cases => phrase("complaints and service cases", "投诉与服务工单"),
        }
    }
}

/// What came of the parts.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    done: Vec<Part>,
    missed: Vec<(Part, Failure)>,
    unserved: Vec<Part>,
}

impl Parts {
    /// Notes what came of a part. What would be refused of every part ends the command.
    pub(crate) fn note(&mut self, part: Part, came: Result<(), Failure>) -> Result<(), Failure> {
        match came {
            Ok(()) => self.done.push(part),
            Err(Failure::Refused { code, status }) if !self.is_refused_everywhere(code) => {
                self.missed.push((part, Failure::Refused { code, status }));
            }
            Err(failure) => return Err(failure),
        }
        Ok(())
    }

    /// Notes a part that the server does not serve, and that need not be done.
    pub(crate) fn pass_over(&mut self, part: Part) {
        self.unserved.push(part);
    }

    fn is_refused_everywhere(&self, code: Code) -> bool {
        let is_refusal = matches!(code, Code::InvalidArgument | Code::PermissionDenied | Code::Unauthenticated);
        is_refusal && self.done.is_empty() && self.missed.is_empty()
    }

    /// How the command ends that did all that was to be done in the parts that it reached, or not: it says of the others why, and what
    /// `command` goes on with them.
    pub(crate) fn end(self, is_whole: bool, command: &str, language: Language) -> Exit {
        let names = |parts: &[Part]| match parts {
            [] => NOTHING.of(language).to_owned(),
            parts => parts.iter().map(|part| part.name().of(language)).collect::<Vec<_>>().join(AND.of(language)),
        };
        if !self.unserved.is_empty() {
            let unserved = names(&self.unserved);
            let told = Wording::new(
                format!("{unserved}: not served here; where they are, run this command again"),
                format!("{unserved}：此服务器不提供；请在提供该服务的地址再次执行本命令"),
            );
            eprintln!("{}", language.choose(&told));
        }
        let Some(exit) = self.missed.first().map(|(_, failure)| failure.exit()) else {
            return if is_whole { Exit::Done } else { Exit::Failed };
        };
        for (part, failure) in &self.missed {
            eprintln!("{}:", part.name().of(language));
            for line in failure.lines(language) {
                eprintln!("{line}");
            }
        }
        let missed: Vec<_> = self.missed.iter().map(|(part, _)| *part).collect();
        let (done, missed) = (names(&self.done), names(&missed));
        let told = Wording::new(
            format!("done: {done}; not done: {missed}; go on with: {command}"),
            format!("已完成：{done}；未完成：{missed}；继续请执行：{command}"),
        );
        eprintln!("{}", language.choose(&told));
        exit
    }
}
