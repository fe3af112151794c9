//! `dossier segments`.

use clap::{Args, Subcommand};
use contracts::analytics::v1::{
    CreateSegmentRequest, DeleteSegmentRequest, DescribeSegmentRequest, GetSegmentRequest, ListSegmentMembersRequest,
    ListSegmentsRequest, PreviewSegmentRequest, Segment, SegmentDescription, UpdateSegmentRequest,
};

use super::{mask, set};
use crate::failure::Failure;
use crate::output::{Form, json};
use crate::pages::Limit;
use crate::session::Session;

/// How many are asked for at once; the server answers no more.
const PAGE: usize = 1_000;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List segments, oldest first
    List {
        #[command(flatten)]
        limit: Limit,
    },
    /// Read a segment
    Get {
        /// The id
        segment: String,
    },
    /// Say how many customers an expression names, and some of them, in JSON
    Preview {
        /// An AIP-160 filter of customers and their metrics: level = "A" AND recency_days > 90
        filter: String,
        /// The currency of the purchases, ISO 4217 [default: that of most]
        #[arg(long, value_name = "CODE", default_value_t)]
        currency: String,
    },
    /// Keep an expression under a name
    Create {
        /// What it is called
        name: String,
        /// An AIP-160 filter of customers and their metrics: level = "A" AND recency_days > 90
        filter: String,
        /// The currency of the purchases, ISO 4217 [default: that of most]
        #[arg(long, value_name = "CODE", default_value_t)]
        currency: String,
    },
    /// Change the given fields of a segment
    Update {
        /// The id
        segment: String,
        #[command(flatten)]
        fields: Fields,
    },
    /// End a segment for good
    Delete {
        /// The id
        segment: String,
    },
    /// List the ids of the customers that belong to a segment now
    Members {
        /// The id
        segment: String,
        #[command(flatten)]
        limit: Limit,
    },
    /// Say what sets the members of a segment apart from the other customers
    Describe {
        /// The id
        segment: String,
    },
}

/// What can be changed.
#[derive(Args, Debug)]
pub(crate) struct Fields {
    /// What it is called
    #[arg(long)]
    name: Option<String>,
    /// An AIP-160 filter of customers and their metrics
    #[arg(long)]
    filter: Option<String>,
    /// The currency of the purchases, ISO 4217; empty for that of most
    #[arg(long, value_name = "CODE")]
    currency: Option<String>,
}

pub(crate) async fn run(command: Command, session: &Session) -> Result<(), Failure> {
    let mut calls = session.segments();
    let request_id = session.request_id();
    let segment = match command {
        Command::List { limit } => return list(limit, session).await,
        Command::Members { segment, limit } => return members(segment, limit, session).await,
        Command::Describe { segment } => {
            let request = DescribeSegmentRequest { segment_id: segment };
            return print(&calls.describe_segment(request).await?.into_inner(), session);
        }
        Command::Preview { filter, currency } => {
            let request = PreviewSegmentRequest { filter, currency_code: currency, sample_size: 0 };
            let preview = calls.preview_segment(request).await?.into_inner();
            return session.output.text(&json::document(&preview)?);
        }
        Command::Get { segment } => calls.get_segment(GetSegmentRequest { segment_id: segment }).await?,
        Command::Create { name, filter, currency } => {
            let segment = Segment { display_name: name, filter, currency_code: currency, ..Segment::default() };
            let request = CreateSegmentRequest { segment: Some(segment), request_id, validate_only: false };
            calls.create_segment(request).await?
        }
        Command::Update { segment, fields } => {
            let before = calls.get_segment(GetSegmentRequest { segment_id: segment }).await?.into_inner();
            let (segment, paths) = fields.apply(before);
            let (segment, update_mask) = (Some(segment), Some(mask(paths)?));
            calls
                .update_segment(UpdateSegmentRequest { segment, update_mask, request_id, validate_only: false })
                .await?
        }
        Command::Delete { segment } => {
            let etag = String::new();
            let request = DeleteSegmentRequest { segment_id: segment, etag, request_id, validate_only: false };
            calls.delete_segment(request).await?
        }
    };
    session.output.one(segment.get_ref())
}

impl Fields {
    /// The segment with these fields, and which they are.
    fn apply(self, mut segment: Segment) -> (Segment, Vec<String>) {
        let mut paths = Vec::new();
        set("display_name", &mut segment.display_name, self.name, &mut paths);
        set("filter", &mut segment.filter, self.filter, &mut paths);
        set("currency_code", &mut segment.currency_code, self.currency, &mut paths);
        (segment, paths)
    }
}

async fn list(limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    let mut listing = session.output.listing();
    while let Some((page_size, page_token)) = pages.next() {
        let page = session.segments().list_segments(ListSegmentsRequest { page_size, page_token }).await?.into_inner();
        pages.received(page.segments.len(), page.next_page_token);
        listing.page(&page.segments)?;
    }
    listing.end()
}

async fn members(segment: String, limit: Limit, session: &Session) -> Result<(), Failure> {
    let mut pages = limit.pages(PAGE);
    while let Some((page_size, page_token)) = pages.next() {
        let request = ListSegmentMembersRequest { segment_id: segment.clone(), page_size, page_token };
        let page = session.segments().list_segment_members(request).await?.into_inner();
        pages.received(page.customers.len(), page.next_page_token);
        for customer in &page.customers {
            session.output.text(customer)?;
        }
    }
    Ok(())
}

/// Prints what members and others are and do, in shares and medians.
fn print(description: &SegmentDescription, session: &Session) -> Result<(), Failure> {
    if matches!(session.output.form(), Form::Json | Form::JsonLines) {
        return session.output.text(&json::document(description)?);
    }
    let number = |value: Option<f64>| value.map(|value| format!("{value:.3}")).unwrap_or_default();
    let traits = description.traits.iter().map(|known| {
        let shares = [Some(known.member_share), Some(known.other_share), known.lift].map(number);
        [known.dimension.clone(), known.value.clone()].into_iter().chain(shares).collect::<Vec<_>>()
    });
    let metrics = description.metrics.iter().map(|metric| {
        let lift = metric.member_median.zip(metric.other_median.filter(|median| *median != 0.0));
        let lift = lift.map(|(members, others)| members / others);
        let medians = [metric.member_median, metric.other_median, lift].map(number);
        [metric.metric.clone(), String::new()].into_iter().chain(medians).collect()
    });
    let header = ["dimension", "value", "members", "others", "lift"].map(ToOwned::to_owned).to_vec();
    session.output.rows(header, traits.chain(metrics).collect())
}
