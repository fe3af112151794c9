//! How the values of a report are called. Names are asked for when a report is made: nothing that names a person is kept here.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use contracts::analytics::v1::{Dimension, ReportQuery, ReportRow};
use contracts::customer::v1::staff_service_client::StaffServiceClient;
use contracts::customer::v1::vocabulary_service_client::VocabularyServiceClient;
use contracts::customer::v1::{ListRegionsRequest, ListStaffRequest, ListTeamsRequest, ListTermsRequest, Vocabulary};
use tonic::Status;

use super::words::{self, Words};
use crate::call::Call;

/// The longest that names are waited for. A report is answered without them.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most on a page of what is listed, and the most pages that are read: who is beyond goes by the id.
const PAGE: i32 = 1_000;
const MOST_PAGES: usize = 10;

/// How the values of a dimension are called, by value.
type Labels = HashMap<String, String>;

/// Who knows how the values of a dimension are called.
enum Naming {
    Terms(Vocabulary),
    Regions,
    Staff,
    Teams,
    Words(&'static Words),
    /// They are called what they are.
    Itself,
}

fn naming(dimension: Dimension) -> Naming {
    match dimension {
        Dimension::Stage | Dimension::NextStage => Naming::Terms(Vocabulary::Stage),
        Dimension::StageReason => Naming::Terms(Vocabulary::StageReason),
        Dimension::Tag => Naming::Terms(Vocabulary::Tag),
        Dimension::Level => Naming::Terms(Vocabulary::Level),
        Dimension::Industry => Naming::Terms(Vocabulary::Industry),
        Dimension::Source => Naming::Terms(Vocabulary::Source),
        Dimension::Region => Naming::Regions,
        Dimension::Owner | Dimension::Author | Dimension::Assignee => Naming::Staff,
        Dimension::Team => Naming::Teams,
        Dimension::Kind => Naming::Words(&words::KINDS),
        Dimension::PaymentMethod => Naming::Words(&words::PAYMENT_METHODS),
        Dimension::Channel => Naming::Words(&words::CHANNELS),
        Dimension::Direction => Naming::Words(&words::DIRECTIONS),
        Dimension::Priority => Naming::Words(&words::PRIORITIES),
        Dimension::Unspecified | Dimension::Product | Dimension::Cohort => Naming::Itself,
    }
}

impl Call {
    /// Says in the rows of a report how their values are called.
    pub(super) async fn label(&self, query: &ReportQuery, rows: &mut [ReportRow]) {
        let mut labels = Vec::with_capacity(query.dimensions.len());
        for dimension in query.dimensions() {
            let asked = tokio::time::timeout(PATIENCE, self.labels_of(dimension)).await;
            labels.push(match asked {
                Ok(Ok(labels)) => labels,
                // Not to be read by the caller, or not to be had now.
                Ok(Err(_)) | Err(_) => Labels::new(),
            });
        }
        for row in rows {
            let called =
                row.values.iter().zip(&labels).map(|(value, labels)| labels.get(value).unwrap_or(value).clone());
            row.labels = called.collect();
        }
    }

    async fn labels_of(&self, dimension: Dimension) -> Result<Labels, Status> {
        match naming(dimension) {
            Naming::Terms(vocabulary) => self.terms(vocabulary).await,
            Naming::Regions => self.regions().await,
            Naming::Staff => self.staff().await,
            Naming::Teams => self.teams().await,
            Naming::Words(words) => Ok(words.of(self.language())),
            Naming::Itself => Ok(Labels::new()),
        }
    }

    async fn terms(&self, vocabulary: Vocabulary) -> Result<Labels, Status> {
        let (mut labels, mut next_page) = (Labels::new(), Some(String::new()));
        for _ in 0..MOST_PAGES {
            let Some(page_token) = next_page.take() else { break };
            let vocabulary = vocabulary.into();
            let request = ListTermsRequest { vocabulary, show_retired: true, page_size: PAGE, page_token };
            let method =
                |channel, request| async move { VocabularyServiceClient::new(channel).list_terms(request).await };
            let page = self.service.customers.ask(&self.origin, request, method).await?;
            labels.extend(page.terms.into_iter().filter_map(|term| Some((term.code, self.in_language(term.names)?))));
            next_page = next(page.next_page_token);
        }
        Ok(labels)
    }

    async fn regions(&self) -> Result<Labels, Status> {
        let method =
            |channel, request| async move { VocabularyServiceClient::new(channel).list_regions(request).await };
        let answer = self.service.customers.ask(&self.origin, ListRegionsRequest::default(), method).await?;
        let regions = answer.regions.into_iter();
        Ok(regions.filter_map(|region| Some((region.code, self.in_language(region.names)?))).collect())
    }

    async fn staff(&self) -> Result<Labels, Status> {
        let (mut labels, mut next_page) = (Labels::new(), Some(String::new()));
        for _ in 0..MOST_PAGES {
            let Some(page_token) = next_page.take() else { break };
            let request = ListStaffRequest { page_size: PAGE, page_token };
            let method = |channel, request| async move { StaffServiceClient::new(channel).list_staff(request).await };
            let page = self.service.customers.ask(&self.origin, request, method).await?;
            labels.extend(page.staff.into_iter().map(|staff| (staff.staff_id, staff.display_name)));
            next_page = next(page.next_page_token);
        }
        Ok(labels)
    }

    async fn teams(&self) -> Result<Labels, Status> {
        let (mut labels, mut next_page) = (Labels::new(), Some(String::new()));
        for _ in 0..MOST_PAGES {
            let Some(page_token) = next_page.take() else { break };
            let request = ListTeamsRequest { page_size: PAGE, page_token };
            let method = |channel, request| async move { StaffServiceClient::new(channel).list_teams(request).await };
            let page = self.service.customers.ask(&self.origin, request, method).await?;
            labels.extend(page.teams.into_iter().map(|team| (team.team_id, team.display_name)));
            next_page = next(page.next_page_token);
        }
        Ok(labels)
    }

    /// The name in the caller's language, else any.
    fn in_language(&self, mut names: BTreeMap<String, String>) -> Option<String> {
        names.remove(self.language().tag()).or_else(|| names.into_values().next())
    }
}

/// The token of the next page, if there is one.
fn next(page_token: String) -> Option<String> {
    Some(page_token).filter(|token| !token.is_empty())
}
