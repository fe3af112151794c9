//! What the values of the contract's enums are called in Chinese tables.

/// A value by its name behind the prefix of its enum, and its word.
type Word = (&'static str, &'static str);

/// The words of each enum that a table shows, by the prefix of its values.
const WORDS: &[(&str, &[Word])] = &[
    (
        "CHANNEL_",
        &[
            ("PHONE", "电话"),
            ("EMAIL", "邮件"),
            ("VISIT", "面谈"),
            ("WECHAT", "微信"),
            ("WHATSAPP", "WhatsApp"),
            ("SOCIAL", "社交媒体"),
            ("SMS", "短信"),
            ("LIVE_CHAT", "在线客服"),
            ("OTHER", "其他"),
        ],
    ),
    (
        "CHANGE_KIND_",
        &[
            ("CREATED", "新建"),
            ("UPDATED", "修改"),
            ("STAGE_CHANGED", "变更阶段"),
            ("DELETED", "删除"),
            ("UNDELETED", "恢复"),
            ("ARCHIVED", "归档"),
            ("UNARCHIVED", "取消归档"),
            ("ERASED", "抹除"),
            ("PURGED", "清除"),
            ("CLAIMED", "领取"),
            ("RELEASED", "退回公海"),
            ("TRANSFERRED", "移交"),
        ],
    ),
    ("CONTACT_PERSON_STATE_", &[("ACTIVE", "有效"), ("DELETED", "已删除"), ("ERASED", "已抹除")]),
    ("CONTACT_RULE_STATE_", &[("ACTIVE", "有效"), ("DELETED", "已删除")]),
    ("CUSTOMER_KIND_", &[("INDIVIDUAL", "个人"), ("ENTERPRISE", "企业"), ("INSTITUTION", "机构")]),
    (
        "CUSTOMER_STATE_",
        &[
            ("ACTIVE", "有效"),
            ("ARCHIVED", "已归档"),
            ("DELETED", "已删除"),
            ("ERASED", "已抹除"),
            ("PURGED", "已清除"),
        ],
    ),
    (
        "DATA_CLASS_",
        &[
            ("FACT", "事实"),
            ("NAME", "姓名"),
            ("CONTACT", "联系方式"),
            ("IDENTITY", "身份"),
            ("FINANCE", "财务"),
            ("NOTE", "备注"),
            ("FILE", "文件"),
        ],
    ),
    (
        "DELIVERY_FAILURE_",
        &[
            ("TIMEOUT", "超时"),
            ("UNREACHABLE", "无法连接"),
            ("REFUSED", "被拒绝"),
            ("EXPIRED", "已过期"),
            ("PRIVATE_ADDRESS", "内网地址"),
            ("MAIL_NOT_SET_UP", "未配置邮件"),
        ],
    ),
    (
        "DELIVERY_STATE_",
        &[("PENDING", "待发送"), ("DELIVERED", "已送达"), ("DEAD", "死信"), ("DROPPED", "已放弃"), ("UNKNOWN", "未知")],
    ),
    ("ENDPOINT_STATE_", &[("ACTIVE", "有效"), ("DELETED", "已删除")]),
    ("GUARANTEE_", &[("AT_LEAST_ONCE", "至少一次"), ("AT_MOST_ONCE", "至多一次")]),
    (
        "HANDLING_STATE_",
        &[
            ("OPEN", "待处理"),
            ("IN_PROGRESS", "处理中"),
            ("WAITING", "等待中"),
            ("RESOLVED", "已解决"),
            ("CLOSED", "已关闭"),
        ],
    ),
    ("PRIORITY_", &[("LOW", "低"), ("NORMAL", "普通"), ("HIGH", "高"), ("URGENT", "紧急")]),
    ("REMINDER_STATE_", &[("ACTIVE", "有效"), ("ENDED", "已结束"), ("DELETED", "已删除"), ("ERASED", "已抹除")]),
    (
        "REVERT_ACTION_",
        &[
            ("REVERTED", "已撤销"),
            ("DELETED", "已删除"),
            ("RETIRED", "已停用"),
            ("UNCHANGED", "无可撤销"),
            ("KEPT", "已另行转交"),
            ("REFUSED", "未撤销"),
        ],
    ),
    ("STAGE_CATEGORY_", &[("OPEN", "进行中"), ("WON", "成交"), ("LOST", "流失")]),
    ("TAG_KIND_", &[("BEHAVIOUR", "行为"), ("VALUE", "价值"), ("PREFERENCE", "偏好")]),
    (
        "TASK_KIND_",
        &[
            ("TO_DO", "待办"),
            ("NEXT_CONTACT", "下次联系"),
            ("IMPORTANT_DATE", "重要日期"),
            ("DATA_UPDATE", "资料更新"),
            ("DORMANT_CUSTOMER", "沉睡客户"),
        ],
    ),
    ("TASK_STATE_", &[("OPEN", "待办"), ("COMPLETED", "已完成"), ("CANCELLED", "已取消"), ("ERASED", "已抹除")]),
    ("WORKING_DAY_SHIFT_", &[("PREVIOUS", "提前到工作日"), ("NEXT", "顺延到工作日")]),
];

/// The word for a value of an enum whose values begin with `prefix`.
pub(super) fn word(name: &str, prefix: &str) -> Option<&'static str> {
    let (_, words) = WORDS.iter().find(|(known, _)| *known == prefix)?;
    let value = name.strip_prefix(prefix)?;
    words.iter().find(|(known, _)| *known == value).map(|(_, word)| *word)
}

#[cfg(test)]
mod tests {
    use prost_reflect::DescriptorPool;

    use super::*;

    #[test]
    fn every_value_of_the_enums_has_a_word_and_no_other_has_one() {
        let pool = DescriptorPool::decode(contracts::DESCRIPTOR_SET).unwrap();
        let values: Vec<_> = pool.all_enums().flat_map(|kind| kind.values().collect::<Vec<_>>()).collect();
        for (prefix, words) in WORDS {
            let of_enum = values.iter().filter(|value| {
                let first = value.parent_enum().values().next().unwrap();
                first.name().strip_suffix("UNSPECIFIED") == Some(prefix) && value.number() != 0
            });
            let mut expected: Vec<_> = of_enum.map(|value| value.name()[prefix.len()..].to_owned()).collect();
            let mut known: Vec<_> = words.iter().map(|(value, _)| (*value).to_owned()).collect();
            expected.sort();
            expected.dedup();
            known.sort();
            assert_eq!(known, expected, "{prefix}");
        }
    }
}
