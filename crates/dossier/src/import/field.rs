//! What a column of a file can be.

use clap::ValueEnum;

/// What a column holds.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq, ValueEnum)]
pub(super) enum Field {
    Id,
    Number,
    Name,
    ShortName,
    Company,
    Contact,
    FirstName,
    LastName,
    Title,
    Kind,
    Stage,
    StageReason,
    Level,
    Industry,
    Source,
    Owner,
    Phone,
    Email,
    Wechat,
    Whatsapp,
    Qq,
    Weibo,
    Line,
    Telegram,
    Fax,
    Website,
    /// A phone or an e-mail address.
    Reach,
    Address,
    City,
    Region,
    PostalCode,
    Country,
    FirstContact,
    Birthday,
    /// How one addresses a contact person.
    Salutation,
    /// The part that a contact person plays when the company decides to buy.
    Role,
    /// The first day at the company, and the last.
    Since,
    Until,
    Tags,
    /// Ids in other systems, as SOURCE=ID.
    ExternalIds,
    Remarks,
}

/// The help of `--map`.
pub(super) fn help() -> String {
    format!("Take a column for a field, whatever its header says; may be given several times. The fields: {}", names())
}

/// How `--map` calls the fields.
pub(super) fn names() -> String {
    let names: Vec<_> = Field::value_variants().iter().copied().map(name).collect();
    names.join(", ")
}

/// How `--map` calls a field.
pub(super) fn name(field: Field) -> String {
    field.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

impl Field {
    /// Whether several columns of a file can hold it.
    pub(super) fn may_repeat(self) -> bool {
        self.is_contact() || matches!(self, Self::Address | Self::Remarks | Self::Tags)
    }

    /// Whether it is a way to reach a customer.
    pub(super) fn is_contact(self) -> bool {
        matches!(
            self,
            Self::Phone
                | Self::Email
                | Self::Wechat
                | Self::Whatsapp
                | Self::Qq
                | Self::Weibo
                | Self::Line
                | Self::Telegram
                | Self::Fax
                | Self::Website
                | Self::Reach
        )
    }

    /// Whether it names a customer.
    pub(super) fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Company | Self::Contact | Self::FirstName | Self::LastName)
    }
}
