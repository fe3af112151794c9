//! What the commands do to customers, staff, teams and the tenant.

use serde_json::json;

use crate::process::{Server, run};

const CREATE: [&str; 9] =
    ["create", "--kind", "individual", "--name", "曹明", "--phone", "138 1234 5678", "--external-id", "shop=4711"];

#[test]
fn a_customer_is_created_changed_and_looked_back_at() {
    let server = Server::start();
    let created = server.record(&[&CREATE[..], &["--birthday", "lunar:1990-08-15"]].concat());
    let number = created["customerNumber"].as_str().unwrap();
    assert_eq!(created["contactPoints"][0]["value"], "+8613812345678");
    assert_eq!(created["importantDates"][0]["lunar"], json!({"year": 1990, "month": 8, "day": 15}));
    let created_at = created["updateTime"].as_str().unwrap();

    let updated =
        server.record(&["update", number, "--level", "a", "--phone", "13912345678", "--email", "c@example.com"]);
    assert_eq!(updated["level"], "A");
    assert_eq!(updated["registeredName"], "曹明");
    let unknown_reason = server.run(&["stage", number, "lost"]);
    assert_eq!(unknown_reason.code, 1, "{}", unknown_reason.errors);
    let lost = server.record(&["stage", number, "lost", "--reason", "price", "--note", "太贵"]);
    assert_eq!((&lost["stage"], &lost["revision"]), (&json!("lost"), &json!("3")));

    let history = server.run(&["-o", "csv", "history", number]).output;
    for change in [
        "stage: potential -> lost",
        "stage_reason: — -> price",
        "太贵",
        "level: — -> A",
        "contact_points: phone +8613812345678 -> —",
        "contact_points: — -> email c@example.com",
        ",created,local,",
    ] {
        assert!(history.contains(change), "{change} is not in {history}");
    }
    let newest = server.run(&["-o", "jsonl", "history", number, "--limit", "1"]).output;
    assert_eq!(newest.lines().count(), 1);
    assert!(newest.contains("CHANGE_KIND_STAGE_CHANGED"), "{newest}");

    let was = server.record(&["get", "--external-id", "shop=4711", "--as-of", created_at]);
    assert_eq!(was, created);
    let found = server.run(&["-o", "jsonl", "search", "5678"]).output;
    assert_eq!(found.lines().count(), 1, "the new number ends like the old one: {found}");
}

#[test]
fn a_customer_is_named_by_its_number_to_every_service() {
    let server = Server::start();
    let customer = server.record(&CREATE);
    let (id, number) = (&customer["customerId"], customer["customerNumber"].as_str().unwrap());
    let due = "2030-01-08 10:00";
    let logged = server.record(&["log", number, "--channel", "phone", "--next", "发报价", "--next-time", due]);
    assert_eq!(&logged["customer"], id);
    assert!(logged["nextStepTime"].is_string(), "{logged}");

    let task = ["tasks", "create", "--title", "回电", "--due", "2030-01-08T10:00", "--customer", number];
    assert_eq!(&server.record(&task)["customer"], id);
    let tasks = server.run(&["-o", "jsonl", "tasks", "list", "--customer", number]).output;
    assert!(tasks.contains("回电"), "{tasks}");
    let rule = ["--rule", "FREQ=MONTHLY", "--start", "2030-01-08T10:00", "--customer", number];
    assert_eq!(&server.record(&[&["reminders", "create", "--title", "回访"][..], &rule].concat())["customer"], id);
    let reminders = server.run(&["-o", "jsonl", "reminders", "list", "--customer", number]).output;
    assert!(reminders.contains("回访"), "{reminders}");
    let unscored = server.run(&["scores", "get", number]);
    assert!(unscored.errors.contains("SCORES_NOT_COMPUTED"), "{}", unscored.errors);
    let unknown = server.run(&["tasks", "list", "--customer", "nobody"]);
    assert_eq!(unknown.code, 4, "{}", unknown.errors);
}

#[test]
fn json_that_was_read_is_edited_and_sent_back_unless_the_record_was_changed_since() {
    let server = Server::start();
    let mut customer = server.record(&CREATE);
    let number = customer["customerNumber"].as_str().unwrap().to_owned();
    customer["remarks"] = json!("老客户");
    let file = server.file("customer.json", customer.to_string());
    let updated = server.record(&["update", &number, "--json", &file]);
    assert_eq!((&updated["remarks"], &updated["revision"]), (&json!("老客户"), &json!("2")));
    let again = server.run(&["update", &number, "--json", &file, "--remarks", "新客户"]);
    assert_eq!(again.code, 1);
    assert!(again.errors.contains("ETAG_MISMATCH") && again.errors.contains("try: "), "{}", again.errors);
}

#[test]
fn a_deleted_customer_comes_back_and_an_erased_one_does_not() {
    let server = Server::start();
    let number = server.record(&CREATE)["customerNumber"].as_str().unwrap().to_owned();
    assert_eq!(server.record(&["delete", &number])["state"], "CUSTOMER_STATE_DELETED");
    assert_eq!(server.run(&["-o", "jsonl", "list"]).output, "");
    assert_eq!(server.record(&["undelete", &number])["state"], "CUSTOMER_STATE_ACTIVE");
    assert_eq!(server.run(&["erase", &number]).code, 2, "without --yes nothing is erased");
    let erased = server.record(&["erase", &number, "--yes"]);
    assert_eq!((&erased["state"], &erased["registeredName"]), (&json!("CUSTOMER_STATE_ERASED"), &json!(null)));
    let verified = server.run(&["-o", "table", "verify"]);
    assert_eq!(verified.code, 0, "{}", verified.output);
    assert!(verified.output.contains("4 entries") && verified.output.contains("1 held"), "{}", verified.output);
}

#[test]
fn a_customer_goes_from_the_pool_to_its_owner_to_another_and_back() {
    let server = Server::start();
    let staff = |subject: &str| {
        let staff = server.record(&["staff", "create", "--name", subject, "--subject", subject]);
        staff["staffId"].as_str().unwrap().to_owned()
    };
    let (li, chen) = (staff("li"), staff("chen"));
    let number = server.record(&CREATE)["customerNumber"].as_str().unwrap().to_owned();
    let nobody = server.run(&["claim", &number]);
    assert!(nobody.code == 1 && nobody.errors.contains("NOT_STAFF"), "{}", nobody.errors);
    let data = server.data().join("data");
    let token = run(&["token", "--data", data.to_str().unwrap(), "--subject", "li", "--role", "sales"]).output;
    let token = format!("@{}", server.file("token", token));
    let claimed = server.record(&["--token", &token, "claim", &number]);
    assert_eq!((claimed["owner"].as_str(), &claimed["registeredName"]), (Some(li.as_str()), &json!("曹明")));

    let owner = || server.record(&["get", &number])["owner"].as_str().map(str::to_owned);
    let preview = server.run(&["-o", "jsonl", "transfer", &li, &chen, "--dry-run"]);
    assert_eq!((preview.code, preview.output.lines().count(), owner()), (0, 1, Some(li.clone())), "{}", preview.errors);
    let transferred = server.run(&["transfer", &li, &chen]);
    assert_eq!((transferred.code, owner()), (0, Some(chen)), "{}", transferred.errors);
    let cause = transferred.errors.trim().rsplit(' ').next().unwrap().to_owned();
    assert_eq!((server.run(&["undo", &cause]).code, owner()), (0, Some(li)));
    let released = server.record(&["--token", &token, "release", &number, "--reason", "长期无法联系"]);
    assert_eq!(released["owner"], json!(null));
}

#[test]
fn what_a_leaver_has_to_see_to_goes_over_with_one_command_and_back_with_another() {
    let server = Server::start();
    let staff = |subject: &str| {
        let staff = server.record(&["staff", "create", "--name", subject, "--subject", subject]);
        staff["staffId"].as_str().unwrap().to_owned()
    };
    let (li, chen) = (staff("li"), staff("chen"));
    let number = server.record(&CREATE)["customerNumber"].as_str().unwrap().to_owned();
    let task = |title| {
        let task =
            server.record(&["tasks", "create", "--title", title, "--due", "2099-05-20T09:00", "--assignee", &li]);
        task["taskId"].as_str().unwrap().to_owned()
    };
    let (open, done) = (task("寄合同"), task("回访"));
    server.record(&["tasks", "complete", &done]);
    let opened = ["case", "create", &number, "--channel", "phone", "--question", "滤芯怎么换", "--assignee", &li];
    let case = server.record(&opened)["serviceCaseId"].as_str().unwrap().to_owned();
    let preview = server.run(&["-o", "json", "transfer", &li, &chen, "--dry-run"]);
    assert_eq!(preview.code, 0, "{}", preview.errors);
    let listed: serde_json::Value = serde_json::from_str(&preview.output).unwrap();
    assert_eq!(listed, json!([{ "taskId": open }, { "serviceCaseId": case }]));
    assert_eq!(preview.errors, "would be handed over: 1 task, 1 service case; could not be: nothing\n");
    let transferred = server.run(&["-o", "csv", "transfer", &li, &chen]);
    assert_eq!(transferred.code, 0, "{}", transferred.errors);
    let lines = format!("record_kind,record,error\ntask,{open},\nservice_case,{case},\n");
    assert_eq!(transferred.output, lines);
    let cause = transferred.errors.trim().rsplit(' ').next().unwrap().to_owned();
    let assignees = || {
        [server.record(&["tasks", "get", &open]), server.record(&["case", "get", &case])]
            .map(|record| record["assignee"].clone())
    };
    assert_eq!(assignees(), [json!(chen), json!(chen)]);
    let again = server.run(&["transfer", &li, &chen, "--transfer-id", &cause]);
    assert_eq!((again.code, again.output.as_str()), (0, ""), "{}", again.errors);

    server.record(&["case", "move", &case, "resolved", "--solution", "换新"]);
    let undone = server.run(&["-o", "csv", "undo", &cause]);
    assert_eq!(undone.code, 1, "{}", undone.errors);
    assert!(undone.output.contains(&format!("task,{open},reverted,,\n")), "{}", undone.output);
    assert!(undone.output.contains(&format!("service_case,{case},refused,,")), "{}", undone.output);
    assert_eq!(assignees(), [json!(li), json!(chen)]);
    let revert = undone.errors.trim().rsplit(' ').next().unwrap().to_owned();
    assert_eq!((server.run(&["undo", &revert]).code, assignees()), (0, [json!(chen), json!(chen)]));
    assert_eq!(server.run(&["undo", &li]).code, 4, "nothing was done under that id");
}

#[test]
fn a_list_is_printed_to_its_end_in_every_form() {
    let server = Server::start();
    let nothing = server.run(&["-o", "table", "list"]);
    assert_eq!((nothing.output.as_str(), nothing.errors.as_str()), ("", "there is nothing to list\n"));
    for name in ["曹明", "=1+1", "Bob"] {
        server.record(&["create", "--kind", "individual", "--name", name, "--phone", "13812345678"]);
    }
    let list = |form| server.run(&["-o", form, "list", "--order-by", "create_time"]).output;
    assert_eq!(list("jsonl").lines().count(), 3);
    let json: serde_json::Value = serde_json::from_str(&list("json")).unwrap();
    assert_eq!(json[1]["registeredName"], "=1+1");
    assert_eq!(list("table").lines().count(), 5);
    let csv = list("csv");
    assert_eq!(csv.lines().count(), 4);
    assert!(csv.contains(",'=1+1,") && csv.contains(",+8613812345678,"), "{csv}");
    assert_eq!(server.run(&["-o", "json", "list", "--filter", r#"stage = "lost""#]).output, "[]\n");
    let chinese = server.run(&["-o", "table", "--language", "zh-CN", "list", "--limit", "1"]).output;
    assert!(chinese.contains("客户名称") && chinese.lines().count() == 3, "{chinese}");
}

#[test]
fn contact_persons_are_looked_after() {
    let server = Server::start();
    let company = |name| server.record(&["create", "--kind", "enterprise", "--name", name, "--phone", "13812345678"]);
    let (huawei, zte) = (company("华为"), company("中兴"));
    let (huawei, zte) = (&huawei["customerNumber"], &zte["customerNumber"]);
    let at = |customer: &serde_json::Value| customer.as_str().unwrap().to_owned();
    let link = ["--title", "采购总监", "--role", "buyer", "--primary", "true", "--since", "2021-03-01"];
    let named = ["contact", "create", "--name", "王小明", "--salutation", "王总", "--phone", "13912345678"];
    let created = server.record(&[&named[..], &["--company", &at(huawei)], &link].concat());
    let person = created["contactPersonId"].as_str().unwrap();
    assert_eq!(
        (&created["companies"][0]["role"], &created["companies"][0]["title"]),
        (&json!("DECISION_ROLE_BUYER"), &json!("采购总监"))
    );
    let moved = ["contact", "update", person, "--company", &at(huawei), "--until", "2024-05-20", "--primary", "false"];
    let moved = server.record(&moved);
    assert_eq!(moved["companies"][0]["until"], json!({"year": 2024, "month": 5, "day": 20}));
    assert_eq!(
        (&moved["companies"][0]["title"], &moved["companies"][0]["primary"]),
        (&json!("采购总监"), &json!(null))
    );
    let both = server.record(&["contact", "update", person, "--company", &at(zte), "--birthday", "lunar:1990-08-15"]);
    assert_eq!(both["companies"].as_array().unwrap().len(), 2);
    assert_eq!(server.record(&["contact", "list", "--customer", &at(huawei)])[0], both);
    let one = server.record(&["contact", "update", person, "--without-company", &at(huawei)]);
    assert_eq!(one["companies"].as_array().unwrap().len(), 1);
    assert_eq!(server.run(&["-o", "jsonl", "contact", "list", "--customer", &at(huawei)]).output, "");
    assert_eq!(server.record(&["contact", "search", "小明"])[0], one);
    assert_eq!(server.record(&["contact", "get", person]), one);
    let table = server.run(&["-o", "table", "--language", "zh-CN", "contact", "list"]).output;
    assert!(table.contains("姓名") && table.contains("王小明"), "{table}");
    assert_eq!(server.record(&["contact", "delete", person])["state"], "CONTACT_PERSON_STATE_DELETED");
    assert_eq!(server.record(&["contact", "undelete", person])["state"], "CONTACT_PERSON_STATE_ACTIVE");
    assert_eq!(server.run(&["contact", "erase", person]).code, 2, "without --yes nothing is erased");
    assert_eq!(server.record(&["contact", "erase", person, "--yes"])["name"], json!(null));
}

#[test]
fn staff_teams_and_the_tenant_are_looked_after() {
    let server = Server::start();
    let team = server.record(&["team", "create", "--name", "华东"]);
    let team = team["teamId"].as_str().unwrap();
    let person = server.record(&["staff", "create", "--name", "王芳", "--subject", "wang", "--team", team]);
    let person = person["staffId"].as_str().unwrap();
    let left = server.record(&["staff", "update", person, "--inactive", "true", "--team", ""]);
    assert_eq!((&left["inactive"], &left["teamId"]), (&json!(true), &json!(null)));
    assert_eq!(server.record(&["team", "update", team, "--name", "华南"])["displayName"], "华南");
    assert_eq!(server.record(&["staff", "list"])[0]["displayName"], "王芳");
    assert_eq!(server.record(&["team", "list"])[0]["displayName"], "华南");
    let zones = ["--zone", "Asia/Shanghai", "--zone", "Europe/Berlin@2027-01-01"];
    server.record(&[&["tenant", "update", "--name", "未来科技", "--languages", "en,zh-CN"], &zones[..]].concat());
    let tenant = server.record(&["tenant", "get"]);
    assert_eq!((&tenant["displayName"], &tenant["languages"]), (&json!("未来科技"), &json!(["en", "zh-CN"])));
    assert_eq!(tenant["zones"][1]["validFrom"], json!({"year": 2027, "month": 1, "day": 1}));
}

#[test]
fn words_of_the_tenant_tags_of_customers_and_the_rules_of_the_pool_are_looked_after() {
    let server = Server::start();
    let named = ["--name", "zh-CN=贵宾", "--name", "en=Favourite"];
    let vip = server.record(&[&["term", "create", "tag", "favourite", "--tag-kind", "value"], &named[..]].concat());
    assert_eq!((&vip["code"], &vip["names"]["zh-CN"]), (&json!("favourite"), &json!("贵宾")));
    let created = server.record(&CREATE);
    let number = created["customerNumber"].as_str().unwrap();
    let tagged = server.record(&["tag", number, "贵宾", "high_value"]);
    assert_eq!(tagged["tags"].as_array().unwrap().len(), 2);
    let untagged = server.record(&["untag", number, "high_value"]);
    assert_eq!(untagged["tags"][0]["code"], "favourite");
    let review = server.run(&["-o", "csv", "term", "review"]).output;
    assert!(review.lines().any(|line| line.starts_with("favourite,") && line.contains(",1,")), "{review}");
    let merged = server.record(&["term", "update", "tag", "favourite", "--merge-into", "high_value"]);
    assert_eq!(merged["mergedInto"], "high_value");
    assert_eq!(server.record(&["get", number])["tags"][0]["code"], "high_value");
    let history = server.run(&["-o", "csv", "term", "history", "tag", "favourite"]).output;
    assert!(history.contains("merged_into") && history.contains("created"), "{history}");
    let narrowed = server.record(&["term", "update", "stage", "lost", "--next", "intent", "--require", "remarks"]);
    assert_eq!((&narrowed["nextStages"], &narrowed["requiredFields"]), (&json!(["intent"]), &json!(["remarks"])));
    let listed = server.run(&["-o", "csv", "term", "list", "stage-reason"]).output;
    assert!(listed.lines().any(|line| line.starts_with("price,")), "{listed}");
    let districts = server.run(&["-o", "csv", "regions", "440300"]).output;
    assert!(districts.lines().any(|line| line.starts_with("440305,") && line.contains("南山区")), "{districts}");
    let rules = server.record(&["pool", "update", "--holding-cap", "50", "--excluded-stages", "customer"]);
    assert_eq!((&rules["holdingCap"], &rules["excludedStages"]), (&json!(50), &json!(["customer"])));
    assert_eq!(server.record(&["pool", "get"]), rules);
}

#[test]
fn fields_of_the_tenants_own_are_added_written_filtered_by_and_imported() {
    let server = Server::start();
    let choices = ["--choice", "dry=干性", "--choice", "oily=油性"];
    let names = ["--name", "zh-CN=肤质", "--name", "en=Skin type"];
    let create = ["field", "create", "skin_type", "--kind", "choice", "--filterable"];
    let field = server.record(&[&create[..], &names, &choices].concat());
    assert_eq!(field["indexing"]["ready"], true);
    server.record(&["field", "create", "budget", "--name", "zh-CN=预算", "--kind", "money"]);
    let created = server.record(&[&CREATE[..], &["--field", "肤质=干性", "--field", "budget=￥1,000.5"]].concat());
    assert_eq!(created["customFields"]["skin_type"], json!({"choice": "dry"}));
    let money = json!({"money": {"currencyCode": "CNY", "units": "1000", "nanos": 500_000_000}});
    assert_eq!(created["customFields"]["budget"], money);
    let number = created["customerNumber"].as_str().unwrap();
    let updated = server.record(&["update", number, "--field", "skin_type=油性", "--field", "budget="]);
    assert_eq!(updated["customFields"], json!({"skin_type": {"choice": "oily"}}));
    let refused = server.run(&["update", number, "--field", "skin_type=blue"]);
    assert_eq!(refused.code, 1, "{}", refused.errors);
    assert!(refused.errors.contains("customer.custom_fields.skin_type"), "{}", refused.errors);

    let rows = "名称,电话,肤质,预算,客户标签,备注\n张三,13812345671,干性,20,高价值客户、likes_promotions,a\n李四,13812345672,无,1,,b\n";
    let file = server.file("own.csv", rows);
    let imported = server.run(&["-o", "jsonl", "import", &file]);
    assert!(imported.errors.contains("肤质 -> custom_fields.skin_type"), "{}", imported.errors);
    assert_eq!(imported.code, 3, "a choice that there is not: {}", imported.errors);
    let found = server.run(&["-o", "jsonl", "list", "--filter", "custom_fields.skin_type = dry"]).output;
    assert_eq!(found.lines().count(), 1, "{found}");
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert_eq!((&found["registeredName"], &found["remarks"]), (&json!("张三"), &json!("a")));
    assert_eq!(found["customFields"]["budget"]["money"]["units"], "20");
    let tags: Vec<_> = found["tags"].as_array().unwrap().iter().map(|tag| tag["code"].as_str().unwrap()).collect();
    assert_eq!(tags, ["high_value", "likes_promotions"]);

    let preview = ["field", "update", "budget", "--required", "true", "--preview"];
    let preview = server.record(&preview);
    assert_eq!((&preview["checkedCount"], &preview["missingCount"]), (&json!("2"), &json!("1")));
    let installed = server.run(&["-o", "jsonl", "field", "install", "retail"]).output;
    assert!(installed.contains("clothing_size"), "{installed}");
    assert_eq!(server.run(&["-o", "jsonl", "field", "install", "retail"]).output, "", "the second time nothing");
    let packs = server.run(&["-o", "csv", "field", "packs"]).output;
    assert!(packs.contains("retail") && packs.contains("零售"), "{packs}");
}

#[test]
fn tasks_and_reminders_are_put_off_changed_and_looked_ahead_to() {
    let server = Server::start();
    let task = server.record(&["tasks", "create", "--title", "回电", "--due", "2099-01-08T10:00"]);
    let id = task["taskId"].as_str().unwrap();
    let changed = server.record(&["tasks", "update", id, "--title", "上门", "--due", "2099-01-09T10:00"]);
    assert_eq!((&changed["title"], &changed["due"]), (&json!("上门"), &json!("2099-01-09T10:00:00")));
    let snoozed = server.record(&["tasks", "snooze", id, "--until", "2099-01-10T10:00:00+08:00"]);
    assert_eq!(snoozed["remindTime"], "2099-01-10T02:00:00Z");

    let lunar = ["--every-year", "lunar:08-15", "--lead-days", "3", "--at", "10:00", "--shift", "previous"];
    let festival = server.record(&[&["reminders", "create", "--title", "中秋问候"][..], &lunar].concat());
    let yearly = &festival["schedule"]["yearly"];
    assert_eq!((&yearly["lunar"]["month"], &yearly["lunar"]["day"]), (&json!(8), &json!(15)));
    assert_eq!((&yearly["leadDays"], &yearly["shift"]), (&json!(3), &json!("WORKING_DAY_SHIFT_PREVIOUS")));
    let daily = ["--rule", "FREQ=DAILY", "--start", "2024-01-01T09:00"];
    let daily = server.record(&[&["reminders", "create", "--title", "晨会"][..], &daily].concat());
    let calendar = server.run(&["-o", "table", "simulate", "--days", "40", "--calendar"]).output;
    assert!(calendar.contains("Mon     Tue") && calendar.matches("×1").count() >= 39, "{calendar}");
    let resting = server.record(&["reminders", "pause", daily["reminderId"].as_str().unwrap()]);
    assert_eq!(resting["paused"], true);
    let calendar = server.run(&["-o", "table", "simulate", "--days", "5", "--calendar"]).output;
    assert_eq!(calendar.trim(), "");
    assert_eq!(server.record(&["reminders", "resume", daily["reminderId"].as_str().unwrap()])["paused"], json!(null));
    let once = server.record(&["reminders", "create", "--title", "续约", "--once", "2099-03-01T09:00"]);
    assert!(once["schedule"]["once"].as_str().unwrap().starts_with("2099-03-01T09:00"), "{once}");
    let (when, two) =
        (["reminders", "create", "--title", "两次"], ["--once", "2099-03-01T09:00", "--rule", "FREQ=DAILY"]);
    assert_eq!(server.run(&[&when[..], &two].concat()).code, 2);
    assert_eq!(server.run(&when).code, 2);
}

#[test]
fn a_deleted_customer_is_purged_and_never_a_live_one() {
    let server = Server::start();
    let number = server.record(&CREATE)["customerNumber"].as_str().unwrap().to_owned();
    assert_eq!(server.run(&["purge", &number, "--yes"]).code, 1, "it is live");
    server.record(&["delete", &number]);
    assert_eq!(server.run(&["purge", &number]).code, 2, "without --yes nothing is purged");
    assert_eq!(server.run(&["purge", &number, "--yes"]).code, 0);
    assert_eq!(server.run(&["get", &number]).code, 4, "there is no such customer");
    let tenant = server.record(&["tenant", "update", "--deleted-retention-days", "30"]);
    assert_eq!(tenant["deletedRetentionDays"], 30);
}
