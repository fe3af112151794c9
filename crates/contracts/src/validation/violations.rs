//! What is wrong with a request, and where.

/// How many violations of a request are kept in words; the rest is only counted, so that a request full of errors
/// costs no more than its own size.
pub const MAX_LISTED_VIOLATIONS: usize = 100;

/// A sentence in each of the languages in which the platform speaks to people. Names no person.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Wording {
    /// The sentence in English.
    pub english: String,
    /// The sentence in Chinese as written on the mainland (zh-CN).
    pub chinese: String,
}

impl Wording {
    /// The same sentence in both languages.
    pub fn new(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { english: english.into(), chinese: chinese.into() }
    }
}

/// A broken rule.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    /// The path of the field in the request, by the names of the contract: `customer.contact_points[0].value`.
    pub field: String,
    /// The rule, and how to keep it.
    pub description: Wording,
}

impl Violation {
    /// The path and the description in one sentence.
    pub fn sentence(&self) -> Wording {
        let Self { field, description } = self;
        Wording::new(format!("{field}: {}", description.english), format!("{field}：{}", description.chinese))
    }
}

/// Collects the violations of a request while the checks walk through it.
#[derive(Debug, Default)]
pub struct Violations {
    path: Vec<Segment>,
    listed: Vec<Violation>,
    count: usize,
}

#[derive(Debug)]
enum Segment {
    Field(&'static str),
    Item(usize),
    Entry(String),
}

impl Violations {
    /// Runs checks on a field of the message at hand, and answers what they answer.
    pub fn field<T>(&mut self, name: &'static str, checks: impl FnOnce(&mut Self) -> T) -> T {
        self.within(Segment::Field(name), checks)
    }

    /// Runs checks on an element of the list at hand, from 0, and answers what they answer.
    pub fn item<T>(&mut self, index: usize, checks: impl FnOnce(&mut Self) -> T) -> T {
        self.within(Segment::Item(index), checks)
    }

    /// Runs checks on the entry of a key in the map at hand, and answers what they answer.
    pub fn entry<T>(&mut self, key: &str, checks: impl FnOnce(&mut Self) -> T) -> T {
        self.within(Segment::Entry(key.to_owned()), checks)
    }

    /// Notes that what is at hand breaks a rule: the rule and the way out, in English and in Chinese.
    pub fn add(&mut self, english: impl Into<String>, chinese: impl Into<String>) {
        self.count += 1;
        if self.listed.len() < MAX_LISTED_VIOLATIONS {
            let description = Wording::new(english, chinese);
            self.listed.push(Violation { field: self.path(), description });
        }
    }

    /// Notes that what is at hand is missing.
    pub fn add_required(&mut self) {
        self.add("required", "必填");
    }

    /// Whether no rule was broken.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many rules were broken, those beyond [`MAX_LISTED_VIOLATIONS`] included.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The violations in the order in which they were found, at most [`MAX_LISTED_VIOLATIONS`].
    pub fn into_listed(self) -> Vec<Violation> {
        self.listed
    }

    fn within<T>(&mut self, segment: Segment, checks: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(segment);
        let answer = checks(self);
        self.path.pop();
        answer
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for segment in &self.path {
            match segment {
                Segment::Field(name) if path.is_empty() => path.push_str(name),
                Segment::Field(name) => path.extend([".", name]),
                Segment::Item(index) => path.push_str(&format!("[{index}]")),
                Segment::Entry(key) => path.extend([".", key]),
            }
        }
        path
    }
}
