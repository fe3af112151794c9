//! What a stored field says of a person.

use enumset::{EnumSet, EnumSetType};
use strum::{EnumString, IntoStaticStr};

/// What a stored field says of a person; the discriminants are the numbers of `dossier.options.v1.DataClass`. The list
/// is closed.
#[derive(Debug, EnumSetType, EnumString, Hash, IntoStaticStr)]
#[enumset(repr = "u8")]
#[strum(serialize_all = "snake_case")]
pub enum DataClass {
    /// Names no person. The name of a company is read as a fact.
    Fact = 1,
    /// The name of a person.
    Name = 2,
    /// A way to reach a person: phone, e-mail, address, messenger.
    Contact = 3,
    /// What identifies a person elsewhere: documents, birth, ids in other systems.
    Identity = 4,
    /// Accounts and cards.
    Finance = 5,
    /// Free text about a person.
    Note = 6,
    /// The content of a file.
    File = 7,
}

/// The classes that a caller may read and write.
pub type ClassSet = EnumSet<DataClass>;
