//! `dossier contact`.

use clap::Subcommand;
use contracts::customer::v1::{
    ContactPerson, CreateContactPersonRequest, DeleteContactPersonRequest, EraseContactPersonRequest,
    GetContactPersonRequest, ListContactPersonsRequest, SearchContactPersonsRequest, UndeleteContactPersonRequest,
    UpdateContactPersonRequest,
};
use jiff::Timestamp;

use super::contact_fields::ContactFields;
use super::get::instant;
use super::{mask, read};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::import::person;
use crate::pages::Limit;
use crate::session::Session;

/// How many are listed at once; the server answers no more.
const PAGE: usize = 1_000;
/// How many are found at once; the server answers no more.
const PAGE_OF_SEARCH: usize = 200;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create a contact person
    Create {
        #[command(flatten)]
        fields: Box<ContactFields>,
        /// Check everything, create nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Read a contact person, now or as it was
    Get {
        /// The id
        contact: String,
        /// Read the record as it was recorded at this time: 2026-05-20T10:00:00Z, or 2026-05-20 10:00 in the zone of this machine
        #[arg(long, value_name = "TIME", value_parser = instant)]
        as_of: Option<Timestamp>,
    },
    /// List contact persons, those of a customer or all, to the end or to a limit
    List {
        /// The id or number of a customer
        #[arg(long, default_value_t)]
        customer: String,
        /// An AIP-160 filter: companies.role:decision_maker
        #[arg(long, default_value_t)]
        filter: String,
        /// create_time or update_time, with " desc" for newest first [default: create_time desc]
        #[arg(long, value_name = "FIELD", default_value_t)]
        order_by: String,
        /// List deleted and erased contact persons too
        #[arg(long)]
        show_deleted: bool,
        #[command(flatten)]
        limit: Limit,
    },
    /// Find contact persons by part of a name, a phone or another contact point
    Search {
        /// Part of a name, a phone (whole, its last four or its first three or seven digits) or another contact point
        query: String,
        #[command(flatten)]
        limit: Limit,
    },
    /// Change the given fields of a contact person
    Update {
        /// The id
        contact: String,
        #[command(flatten)]
        fields: Box<ContactFields>,
        /// The id or number of a company whose link is taken away; may be given several times
        #[arg(long = "without-company", value_name = "CUSTOMER")]
        without: Vec<String>,
        /// Check everything, change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Bring contact persons in from a CSV file or an XLSX workbook
    Import(Box<person::Arguments>),
    /// Delete a contact person; it can be brought back
    Delete {
        /// The id
        contact: String,
    },
    /// Bring a deleted contact person back
    Undelete {
        /// The id
        contact: String,
    },
    /// Make everything personal of a contact person unreadable for ever
    Erase {
        /// The id
        contact: String,
        /// Do it: what is erased cannot be brought back
        #[arg(long)]
        yes: bool,
    },
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<Exit, Failure> {
    let mut calls = session.contact_persons();
    let request_id = session.request_id();
    let person = match command {
        Command::List { customer, filter, order_by, show_deleted, limit } => {
            let request = ListContactPersonsRequest { customer, filter, order_by, show_deleted, ..Default::default() };
            list(request, limit, session).await?;
            return Ok(Exit::Done);
        }
        Command::Search { query, limit } => {
            search(query, limit, session).await?;
            return Ok(Exit::Done);
        }
        Command::Import(arguments) => return person::run(*arguments, session).await,
        Command::Get { contact, as_of } => {
            let as_of =
                as_of.map(|time| prost_types::Timestamp { seconds: time.as_second(), nanos: time.subsec_nanosecond() });
            calls.get_contact_person(GetContactPersonRequest { contact_person_id: contact, as_of }).await?
        }
        Command::Create { fields, dry_run } => {
            let mut person = ContactPerson::default();
            fields.apply(&mut person);
            let request =
                CreateContactPersonRequest { contact_person: Some(person), request_id, validate_only: dry_run };
            calls.create_contact_person(request).await?
        }
        Command::Update { contact, mut fields, without, dry_run } => {
            let mut person = current(session, contact).await?;
            // Links are known by ids.
            if let Some(company) = &mut fields.company {
                *company = read(session, company).await?.customer_id;
            }
            let mut paths = Vec::new();
            for company in without {
                let id = read(session, &company).await?.customer_id;
                person.companies.retain(|link| link.customer != id);
                paths.push("companies".to_owned());
            }
            paths.extend(fields.apply(&mut person));
            paths.dedup();
            let request = UpdateContactPersonRequest {
                contact_person: Some(person),
                update_mask: Some(mask(paths)?),
                request_id,
                validate_only: dry_run,
            };
            calls.update_contact_person(request).await?
        }
        Command::Delete { contact } => {
            let ContactPerson { contact_person_id, etag, .. } = current(session, contact).await?;
            let request = DeleteContactPersonRequest { contact_person_id, etag, request_id, validate_only: false };
            calls.delete_contact_person(request).await?
        }
        Command::Undelete { contact } => {
            let request = UndeleteContactPersonRequest { contact_person_id: contact, request_id, ..Default::default() };
            calls.undelete_contact_person(request).await?
        }
        Command::Erase { contact, yes } => {
            super::erase::confirmed(yes)?;
            let ContactPerson { contact_person_id, etag, .. } = current(session, contact).await?;
            let request = EraseContactPersonRequest { contact_person_id, etag, request_id, validate_only: false };
            calls.erase_contact_person(request).await?
        }
    };
    session.output.one(person.get_ref())?;
    Ok(Exit::Done)
}

/// Reads a contact person as it is now, for its etag and what a change keeps.
async fn current(session: &Session, contact: String) -> Result<ContactPerson, Failure> {
    let request = GetContactPersonRequest { contact_person_id: contact, as_of: None };
    Ok(session.contact_persons().get_contact_person(request).await?.into_inner())
}

async fn list(request: ListContactPersonsRequest, limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListContactPersonsRequest { page_size, page_token, ..request.clone() };
        let page = session.contact_persons().list_contact_persons(request).await?.into_inner();
        pages.received(page.contact_persons.len(), page.next_page_token);
        listing.page(&page.contact_persons)?;
    }
    listing.end()
}

async fn search(query: String, limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE_OF_SEARCH);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let request = SearchContactPersonsRequest { query: query.clone(), page_size, page_token };
        let page = session.contact_persons().search_contact_persons(request).await?.into_inner();
        pages.received(page.contact_persons.len(), page.next_page_token);
        listing.page(&page.contact_persons)?;
    }
    listing.end()
}
