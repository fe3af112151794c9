//! GetTask.

use access::Role;
use contracts::reminder::v1::{GetTaskRequest, Task};
use testkit::on_both_engines;

use crate::harness::{Callers, House, create, task};

on_both_engines! {
    async fn a_customers_owner_reads_what_others_have_to_do_about_it(engine) {
        let house = House::new(engine).await;
        let (staff, li_na) = house.person("li.na", Role::Sales).await;
        let (colleague, _) = house.person("wang.fang", Role::Service).await;
        let customer = house.customer_of(&staff).await.customer_id;
        let sent = Task { customer, assignee: colleague.staff_id, ..task("装机") };
        let given = house.tasks().await.create_task(create(sent)).await.unwrap().into_inner();
        let read = house.tasks_of(&li_na).await.get_task(GetTaskRequest { task_id: given.task_id.clone() }).await;
        assert_eq!(read.unwrap().into_inner(), given);
    }
}
