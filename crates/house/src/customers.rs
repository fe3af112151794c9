//! The customer service, as callers of tests use it.

use contracts::customer::v1 as wire;
use contracts::customer::v1::contact_person_service_client::ContactPersonServiceClient;
use contracts::customer::v1::custom_field_service_client::CustomFieldServiceClient;
use contracts::customer::v1::customer_service_client::CustomerServiceClient;
use contracts::customer::v1::import_service_client::ImportServiceClient;
use contracts::customer::v1::ownership_service_client::OwnershipServiceClient;
use contracts::customer::v1::revert_service_client::RevertServiceClient;
use contracts::customer::v1::staff_service_client::StaffServiceClient;
use contracts::customer::v1::tenant_service_client::TenantServiceClient;
use contracts::customer::v1::vocabulary_service_client::VocabularyServiceClient;

use crate::{Bearer, Guest, House, Stub};

impl<G: Guest> House<G> {
    /// The local administrator of tenant `default`.
    pub async fn customers(&self) -> CustomerServiceClient<Stub> {
        CustomerServiceClient::new(self.stub(Bearer(None)).await)
    }

    /// A caller with a token.
    pub async fn customers_of(&self, bearer: Bearer) -> CustomerServiceClient<Stub> {
        CustomerServiceClient::new(self.stub(bearer).await)
    }

    pub async fn persons(&self) -> ContactPersonServiceClient<Stub> {
        self.persons_of(Bearer(None)).await
    }

    pub async fn persons_of(&self, bearer: Bearer) -> ContactPersonServiceClient<Stub> {
        ContactPersonServiceClient::new(self.stub(bearer).await)
    }

    pub async fn fields(&self) -> CustomFieldServiceClient<Stub> {
        self.fields_of(Bearer(None)).await
    }

    pub async fn fields_of(&self, bearer: Bearer) -> CustomFieldServiceClient<Stub> {
        CustomFieldServiceClient::new(self.stub(bearer).await)
    }

    pub async fn imports(&self) -> ImportServiceClient<Stub> {
        self.imports_of(Bearer(None)).await
    }

    pub async fn imports_of(&self, bearer: Bearer) -> ImportServiceClient<Stub> {
        ImportServiceClient::new(self.stub(bearer).await)
    }

    pub async fn ownership(&self) -> OwnershipServiceClient<Stub> {
        self.ownership_of(Bearer(None)).await
    }

    pub async fn ownership_of(&self, bearer: Bearer) -> OwnershipServiceClient<Stub> {
        OwnershipServiceClient::new(self.stub(bearer).await)
    }

    pub async fn reverts(&self) -> RevertServiceClient<Stub> {
        self.reverts_of(Bearer(None)).await
    }

    pub async fn reverts_of(&self, bearer: Bearer) -> RevertServiceClient<Stub> {
        RevertServiceClient::new(self.stub(bearer).await)
    }

    pub async fn staff(&self) -> StaffServiceClient<Stub> {
        self.staff_of(Bearer(None)).await
    }

    pub async fn staff_of(&self, bearer: Bearer) -> StaffServiceClient<Stub> {
        StaffServiceClient::new(self.stub(bearer).await)
    }

    pub async fn tenants(&self) -> TenantServiceClient<Stub> {
        self.tenants_of(Bearer(None)).await
    }

    pub async fn tenants_of(&self, bearer: Bearer) -> TenantServiceClient<Stub> {
        TenantServiceClient::new(self.stub(bearer).await)
    }

    pub async fn vocabularies(&self) -> VocabularyServiceClient<Stub> {
        self.vocabularies_of(Bearer(None)).await
    }

    pub async fn vocabularies_of(&self, bearer: Bearer) -> VocabularyServiceClient<Stub> {
        VocabularyServiceClient::new(self.stub(bearer).await)
    }

    /// A customer that the local administrator created.
    pub async fn given(&self, customer: wire::Customer) -> wire::Customer {
        self.customers().await.create_customer(create(customer)).await.unwrap().into_inner()
    }

    /// A customer as the local administrator reads it now.
    pub async fn read(&self, customer: &str) -> wire::Customer {
        self.customers().await.get_customer(get(customer)).await.unwrap().into_inner()
    }

    /// A contact person that the local administrator created.
    pub async fn given_person(&self, person: wire::ContactPerson) -> wire::ContactPerson {
        let request = wire::CreateContactPersonRequest { contact_person: Some(person), ..Default::default() };
        self.persons().await.create_contact_person(request).await.unwrap().into_inner()
    }

    /// A contact person as the local administrator reads it now.
    pub async fn read_person(&self, id: &str) -> wire::ContactPerson {
        let request = wire::GetContactPersonRequest { contact_person_id: id.into(), as_of: None };
        self.persons().await.get_contact_person(request).await.unwrap().into_inner()
    }

    /// A member of staff whose tokens have this subject.
    pub async fn employ(&self, subject: &str) -> wire::Staff {
        let staff = wire::Staff {
            display_name: subject.into(),
            issuer: access::LOCAL_ISSUER.into(),
            subject: subject.into(),
            ..wire::Staff::default()
        };
        let request = wire::CreateStaffRequest { staff: Some(staff), ..Default::default() };
        self.staff().await.create_staff(request).await.unwrap().into_inner()
    }
}

/// A company with one phone.
pub fn company(name: &str, phone: &str) -> wire::Customer {
    wire::Customer {
        kind: wire::CustomerKind::Enterprise.into(),
        registered_name: name.into(),
        contact_points: vec![phone_number(phone)],
        ..wire::Customer::default()
    }
}

/// A contact point of kind phone.
pub fn phone_number(value: &str) -> wire::ContactPoint {
    wire::ContactPoint { kind: wire::ContactPointKind::Phone.into(), value: value.into(), ..Default::default() }
}

/// The request that creates a customer.
pub fn create(customer: wire::Customer) -> wire::CreateCustomerRequest {
    wire::CreateCustomerRequest { customer: Some(customer), ..Default::default() }
}

/// The request that reads a customer by id or number.
pub fn get(customer: &str) -> wire::GetCustomerRequest {
    wire::GetCustomerRequest {
        key: Some(wire::get_customer_request::Key::Customer(customer.into())),
        ..Default::default()
    }
}
