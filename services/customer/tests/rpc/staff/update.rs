//! UpdateStaff.

use access::Role;
use contracts::customer::v1::{ErrorReason, Staff, UpdateStaffRequest};
use testkit::{assert_problem, on_both_engines};
use tonic::Code;
use uuid::Uuid;

use super::{create, get, member, update};
use crate::harness::{self, House, company, fields};
use crate::rpc::team::found_team;

on_both_engines! {
    async fn what_the_mask_names_changes_and_nothing_else(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let team = found_team(&house, "华东", "").await;
        let before = house.employ("li.na").await;
        let sent = Staff { display_name: "李娜".into(), team_id: team.team_id.clone(), ..before.clone() };
        let moved = staff.update_staff(update(sent.clone(), &["team_id"])).await.unwrap().into_inner();
        assert_eq!((&moved.display_name, &moved.team_id), (&before.display_name, &team.team_id));
        assert_eq!(moved.revision, 2);
        assert_ne!(moved.etag, before.etag);
        assert_eq!(staff.get_staff(get(&before.staff_id)).await.unwrap().into_inner(), moved);

        let populated = UpdateStaffRequest { staff: Some(Staff { etag: moved.etag, ..sent }), ..Default::default() };
        let renamed = staff.update_staff(populated).await.unwrap().into_inner();
        assert_eq!((renamed.display_name.as_str(), renamed.revision), ("李娜", 3));
        let sent = Staff { team_id: String::new(), ..renamed.clone() };
        let replaced = staff.update_staff(update(sent, &["*"])).await.unwrap().into_inner();
        assert_eq!((replaced.team_id.as_str(), replaced.display_name), ("", renamed.display_name));
        assert_eq!(house.verify_journal_of("customer").await.faults, Vec::<String>::new());
    }

    async fn an_update_that_changes_nothing_makes_no_revision(engine) {
        let house = House::new(engine).await;
        let before = house.employ("li.na").await;
        let after = house.staff().await.update_staff(update(before.clone(), &["*"])).await.unwrap().into_inner();
        assert_eq!(after, before);
    }

    async fn whoever_read_an_older_revision_is_told_the_present_one(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let read = house.employ("li.na").await;
        let changed = Staff { display_name: "李娜".into(), ..read.clone() };
        staff.update_staff(update(changed.clone(), &["display_name"])).await.unwrap();
        let refused = staff.update_staff(update(changed, &["display_name"])).await.unwrap_err();
        let details = assert_problem(&refused, Code::Aborted, ErrorReason::EtagMismatch.as_str_name());
        assert_eq!(details.error_info().unwrap().metadata["revision"], "2");
        let without = Staff { etag: String::new(), ..read };
        let refused = staff.update_staff(update(without, &["display_name", "revision"])).await.unwrap_err();
        assert_eq!(fields(&refused), ["update_mask.paths[1]", "staff.etag"]);
    }

    async fn a_subject_that_is_given_up_is_free_for_another(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let li_na = house.employ("li.na").await;
        let wang_fang = house.employ("wang.fang").await;
        let taken = Staff { subject: "li.na".into(), ..wang_fang.clone() };
        let refused = staff.update_staff(update(taken.clone(), &["subject"])).await.unwrap_err();
        assert_problem(&refused, Code::AlreadyExists, ErrorReason::SubjectTaken.as_str_name());
        let renamed = Staff { subject: "li.na.2".into(), ..li_na };
        staff.update_staff(update(renamed, &["subject"])).await.unwrap();
        staff.update_staff(update(taken, &["subject"])).await.unwrap();

        let mut customers = house.customers_of(house.token("default", "li.na", Role::Sales)).await;
        let created = customers.create_customer(harness::create(company("甲", "13912345678"))).await.unwrap();
        assert_eq!(created.into_inner().owner, wang_fang.staff_id);
    }

    async fn a_leavers_tokens_are_refused_from_the_next_call_on(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let li_na = house.employ("li.na").await;
        let mut hers = house.staff_of(house.token("default", "li.na", Role::Administrator)).await;
        hers.get_staff(get(&li_na.staff_id)).await.unwrap();
        let left = Staff { inactive: true, ..li_na.clone() };
        let left = staff.update_staff(update(left, &["inactive"])).await.unwrap().into_inner();
        let refused = hers.get_staff(get(&li_na.staff_id)).await.unwrap_err();
        assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        let back = Staff { inactive: false, ..left };
        staff.update_staff(update(back, &["inactive"])).await.unwrap();
        hers.get_staff(get(&li_na.staff_id)).await.unwrap();
    }

    async fn a_repeated_request_answers_what_that_call_left(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let before = house.employ("li.na").await;
        let request_id = Uuid::from_u128(7).to_string();
        let sent = Staff { display_name: "李娜".into(), ..before };
        let request = UpdateStaffRequest { request_id, ..update(sent, &["display_name"]) };
        let first = staff.update_staff(request.clone()).await.unwrap().into_inner();
        let later = Staff { display_name: "李娜娜".into(), ..first.clone() };
        staff.update_staff(update(later, &["display_name"])).await.unwrap();
        assert_eq!(staff.update_staff(request).await.unwrap().into_inner(), first);
    }

    async fn validate_only_answers_what_would_be_and_changes_nothing(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let before = house.employ("li.na").await;
        let sent = Staff { display_name: "李娜".into(), ..before.clone() };
        let request = UpdateStaffRequest { validate_only: true, ..update(sent, &["display_name"]) };
        assert_eq!(staff.update_staff(request).await.unwrap().into_inner().display_name, "李娜");
        assert_eq!(staff.get_staff(get(&before.staff_id)).await.unwrap().into_inner(), before);
    }

    async fn rights_come_before_existence_and_only_administrators_have_them(engine) {
        let house = House::new(engine).await;
        let mut staff = house.staff().await;
        let li_na = staff.create_staff(create(member("李娜", "li.na"))).await.unwrap().into_inner();
        let nobody = Staff { staff_id: Uuid::nil().to_string(), ..li_na.clone() };
        let refused = staff.update_staff(update(nobody.clone(), &["inactive"])).await.unwrap_err();
        assert_problem(&refused, Code::NotFound, ErrorReason::NotFound.as_str_name());
        let mut hers = house.staff_of(house.token("default", "li.na", Role::Sales)).await;
        for sent in [nobody, li_na] {
            let refused = hers.update_staff(update(sent, &["inactive"])).await.unwrap_err();
            assert_problem(&refused, Code::PermissionDenied, ErrorReason::PermissionDenied.as_str_name());
        }
    }
}
