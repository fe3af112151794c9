//! What headers mean, in Chinese and English.

use customer::domain::name::normalise;

use super::field::Field;

/// Headers by what they mean, in the form of [`normalise`].
const HEADERS: &[(Field, &[&str])] = &[
    (
        Field::Id,
        &[
            "id",
            "customerid",
            "externalid",
            "clientid",
            "accountid",
            "编码",
            "客户id",
            "客户编码",
            "外部编号",
            "编号",
            "number",
        ],
    ),
    (Field::Number, &["customernumber", "customerno", "客户编号", "客户号"]),
    (
        Field::Name,
        &[
            "name",
            "fullname",
            "customer",
            "customername",
            "registeredname",
            "客户名称",
            "客户姓名",
            "客户",
            "姓名",
            "名称",
            "名字",
        ],
    ),
    (Field::ShortName, &["shortname", "nickname", "简称", "客户简称", "公司简称", "昵称"]),
    (
        Field::Company,
        &[
            "company",
            "companyname",
            "organisation",
            "organization",
            "employer",
            "公司",
            "公司名称",
            "企业",
            "企业名称",
            "单位",
            "单位名称",
            "工作单位",
        ],
    ),
    (
        Field::Contact,
        &["contact", "contactname", "contactperson", "联系人", "联系人姓名", "联系人名称", "主要联系人", "对接人"],
    ),
    (Field::FirstName, &["firstname", "givenname", "forename", "名"]),
    (Field::LastName, &["lastname", "surname", "familyname", "姓", "姓氏"]),
    (
        Field::Title,
        &["title", "jobtitle", "contacttitle", "job", "position", "occupation", "职务", "职位", "职称", "职业", "岗位"],
    ),
    (Field::Kind, &["kind", "customerkind", "customertype", "客户类型", "客户性质", "类型"]),
    (Field::Stage, &["stage", "customerstage", "客户阶段", "阶段"]),
    (Field::StageReason, &["stagereason", "lossreason", "lostreason", "流失原因", "阶段原因"]),
    (Field::Level, &["level", "customerlevel", "级别", "客户级别", "等级", "客户等级"]),
    (Field::Industry, &["industry", "行业", "所属行业", "客户行业"]),
    (Field::Source, &["source", "leadsource", "channel", "客户来源", "来源", "来源渠道", "渠道"]),
    (Field::Owner, &["owner", "accountowner", "负责人", "客户经理", "业务员", "销售", "销售员", "跟进人"]),
    (
        Field::Phone,
        &["phone", "phonenumber", "telephone", "tel", "mobile", "mobilephone", "cell", "cellphone", "电话", "手机"],
    ),
    (
        Field::Email,
        &[
            "email",
            "emailaddress",
            "mail",
            "邮箱",
            "邮件",
            "电子邮件",
            "电子邮箱",
            "邮箱地址",
            "邮件地址",
            "电子邮件地址",
        ],
    ),
    (Field::Wechat, &["wechat", "wechatid", "weixin", "微信", "微信号"]),
    (Field::Whatsapp, &["whatsapp"]),
    (Field::Qq, &["qq", "qq号", "qq号码"]),
    (Field::Weibo, &["weibo", "微博"]),
    (Field::Line, &["lineid"]),
    (Field::Telegram, &["telegram"]),
    (Field::Fax, &["fax", "faxnumber", "传真", "传真号"]),
    (Field::Website, &["website", "web", "url", "homepage", "网址", "网站地址", "网站", "官网"]),
    (Field::Reach, &["联系方式"]),
    (
        Field::Address,
        &["address", "streetaddress", "street", "addressline", "地址", "企业地址", "公司地址", "联系地址", "详细地址"],
    ),
    (Field::City, &["city", "town", "城市", "所在城市", "市"]),
    (Field::Region, &["region", "state", "province", "stateprovince", "省", "省份", "省市", "地区"]),
    (Field::PostalCode, &["postalcode", "postcode", "zip", "zipcode", "邮编", "邮政编码"]),
    (Field::Country, &["country", "countryregion", "国家", "国家地区", "国别"]),
    (
        Field::FirstContact,
        &[
            "createtime",
            "createdat",
            "createddate",
            "created",
            "firstcontacttime",
            "创建时间",
            "创建日期",
            "首次联系时间",
            "首次接触时间",
            "登记时间",
            "录入时间",
        ],
    ),
    (Field::Birthday, &["birthday", "birth", "birthdate", "dateofbirth", "dob", "生日", "出生日期", "出生年月日"]),
    (Field::Tags, &["tags", "tag", "customertags", "标签", "客户标签"]),
    (Field::ExternalIds, &["externalids"]),
    (Field::Remarks, &["remarks", "remark", "notes", "note", "comment", "comments", "备注", "说明", "描述"]),
];

/// Headers that mean something of their own in a file of contact persons.
const HEADERS_OF_PERSONS: &[(Field, &[&str])] = &[
    (
        Field::Company,
        &[
            "customer",
            "customername",
            "customerid",
            "customernumber",
            "companyid",
            "客户",
            "客户名称",
            "客户编号",
            "客户id",
            "企业编号",
        ],
    ),
    (Field::Salutation, &["salutation", "称呼", "尊称"]),
    (Field::Role, &["role", "decisionrole", "角色", "决策角色"]),
    (Field::Since, &["since", "入职日期", "任职日期"]),
    (Field::Until, &["until", "离职日期", "离任日期"]),
];

/// What the longer headers mean that end so, such as 公司电话 or WorkPhone.
const ENDINGS: &[(&str, Field)] = &[
    ("电话", Field::Phone),
    ("电话号码", Field::Phone),
    ("手机", Field::Phone),
    ("手机号", Field::Phone),
    ("手机号码", Field::Phone),
    ("phone", Field::Phone),
    ("phonenumber", Field::Phone),
    ("mobile", Field::Phone),
    ("邮箱", Field::Email),
    ("email", Field::Email),
    ("emailaddress", Field::Email),
    ("微信", Field::Wechat),
    ("微信号", Field::Wechat),
    ("传真", Field::Fax),
    ("fax", Field::Fax),
    ("地址", Field::Address),
    ("备注", Field::Remarks),
    ("生日", Field::Birthday),
];

/// What a header of a file of customers means. What stands in brackets behind it, and a number, tell columns of one meaning apart.
pub(super) fn guess(header: &str) -> Option<Field> {
    find(&plain(header), HEADERS)
}

/// What a header of a file of contact persons means.
pub(super) fn guess_of_person(header: &str) -> Option<Field> {
    let header = plain(header);
    let own = HEADERS_OF_PERSONS.iter().find(|(_, headers)| headers.contains(&header.as_str()));
    own.map(|(field, _)| *field).or_else(|| find(&header, HEADERS))
}

fn plain(header: &str) -> String {
    let header = header.split(['(', '（', '[', '【']).next().unwrap_or_default();
    normalise(header).trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()
}

fn find(header: &str, headers: &[(Field, &[&str])]) -> Option<Field> {
    let exact = headers.iter().find(|(_, headers)| headers.contains(&header)).map(|(field, _)| *field);
    exact.or_else(|| ENDINGS.iter().find(|(ending, _)| header.ends_with(ending)).map(|(_, field)| *field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_written_in_its_normalised_form_and_says_nothing_twice() {
        let mut seen = std::collections::HashSet::new();
        for header in HEADERS.iter().flat_map(|(_, headers)| headers.iter()) {
            assert_eq!(normalise(header), **header);
            assert!(seen.insert(header), "{header} is there twice");
        }
    }

    #[test]
    fn headers_are_understood_in_both_languages_and_many_spellings() {
        for (header, field) in [
            ("客户编号", Field::Number),
            ("客户名称", Field::Name),
            ("客户类型", Field::Kind),
            ("所属行业", Field::Industry),
            ("联系人", Field::Contact),
            ("职务", Field::Title),
            ("联系方式", Field::Reach),
            ("联系人手机号", Field::Phone),
            ("电话（办公）", Field::Phone),
            ("Phone 2", Field::Phone),
            ("Home_Phone", Field::Phone),
            ("E-mail", Field::Email),
            ("Email Address", Field::Email),
            ("企业地址", Field::Address),
            ("Address2", Field::Address),
            ("客户来源", Field::Source),
            ("创建时间", Field::FirstContact),
            ("负责人", Field::Owner),
            ("备注", Field::Remarks),
            ("CustomerID", Field::Id),
            ("CompanyName", Field::Company),
            ("ContactName", Field::Contact),
            ("ContactTitle", Field::Title),
            ("FirstName", Field::FirstName),
            ("PostalCode", Field::PostalCode),
            ("State", Field::Region),
            ("birth", Field::Birthday),
            ("job", Field::Title),
        ] {
            assert_eq!(guess(header), Some(field), "{header}");
        }
        for header in ["", "积分", "shoe size", "headphones", "序号"] {
            assert_eq!(guess(header), None, "{header}");
        }
    }
}
