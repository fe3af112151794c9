//! What stands on a page, in the languages of the platform.

use contracts::analytics::v1::{Dimension, Measure};
use conventions::language::Language;
use serde::Serialize;

/// The words of a page.
#[derive(Serialize)]
pub(super) struct Words {
    #[serde(skip)]
    language: Language,
    pub(super) report: &'static str,
    pub(super) period: &'static str,
    pub(super) total: &'static str,
    pub(super) none: &'static str,
    pub(super) suppressed: &'static str,
    pub(super) filter: &'static str,
    pub(super) zone: &'static str,
    pub(super) currency: &'static str,
    pub(super) compared: &'static str,
    pub(super) left_out: &'static str,
    pub(super) empty: &'static str,
}

static ENGLISH: Words = Words {
    language: Language::English,
    report: "Report",
    period: "Period from",
    total: "Total",
    none: "none",
    suppressed: "kept back",
    filter: "Filter",
    zone: "Time zone",
    currency: "Currency",
    compared: "before",
    left_out: "more rows stand in the table alone",
    empty: "There is nothing to report.",
};

static CHINESE: Words = Words {
    language: Language::Chinese,
    report: "报表",
    period: "起始日期",
    total: "合计",
    none: "未填写",
    suppressed: "不予显示",
    filter: "筛选条件",
    zone: "时区",
    currency: "币种",
    compared: "对比",
    left_out: "行仅见于表格",
    empty: "没有可显示的数据。",
};

impl Words {
    /// The words of a language.
    pub(super) fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
        }
    }

    /// What a report of a name (empty for none) is called.
    pub(super) fn title(&self, name: &str) -> String {
        let (english, chinese) = match name {
            "growth" => ("Customer growth", "客户增长"),
            "kinds" => ("Customers by kind", "客户类型分布"),
            "levels" => ("Customers by level", "客户级别分布"),
            "industries" => ("Customers by industry", "客户行业分布"),
            "sources" => ("Customers by source", "客户来源分布"),
            "regions" => ("Customers by region", "客户地区分布"),
            "stages" => ("Customers by stage", "客户阶段分布"),
            "owners" => ("Customers by owner", "负责人客户数"),
            "teams" => ("Customers by team", "团队客户数"),
            "tags" => ("Customers by tag", "客户标签分布"),
            "funnel" => ("Funnel", "销售漏斗"),
            "transitions" => ("Moves between stages", "阶段流转"),
            "conversion" => ("Conversion by stage", "阶段转化率"),
            "loss_reasons" => ("Reasons of losses", "流失原因"),
            "sales" => ("Sales", "销售业绩"),
            "sales_by_product" => ("Sales by product", "产品销售"),
            "sales_by_owner" => ("Sales by owner", "负责人销售业绩"),
            "sales_by_team" => ("Sales by team", "团队销售业绩"),
            "sales_by_region" => ("Sales by region", "地区销售业绩"),
            "interactions" => ("Interactions by channel", "互动渠道分布"),
            "satisfaction" => ("Satisfaction", "客户满意度"),
            "complaints" => ("Complaints", "投诉处理"),
            "service" => ("Service cases", "服务工单"),
            "retention" => ("Retention by month of the first purchase", "客户留存"),
            "repurchase" => ("Repurchase", "客户复购"),
            "targets" => ("Sales and targets by owner", "负责人业绩目标"),
            "team_targets" => ("Sales and targets by team", "团队业绩目标"),
            "growth_targets" => ("New customers and targets by owner", "新增客户目标完成情况"),
            "interaction_targets" => ("Interactions and targets by owner", "互动目标完成情况"),
            _ => (self.report, self.report),
        };
        self.choose(english, chinese).to_owned()
    }

    /// What a measure is called.
    pub(super) fn measure(&self, measure: i32) -> &'static str {
        match Measure::try_from(measure).unwrap_or_default() {
            Measure::Unspecified => "",
            Measure::Customers => self.choose("Customers", "在册客户数"),
            Measure::CreatedCustomers => self.choose("New customers", "新增客户数"),
            Measure::StageEntries => self.choose("Entries into the stage", "进入阶段数"),
            Measure::StageExits => self.choose("Moves out of the stage", "离开阶段数"),
            Measure::DaysInStage => self.choose("Days in the stage, on average", "平均停留天数"),
            Measure::WonStageEntries => self.choose("Of these won since", "其后成交数"),
            Measure::ConversionPercent => self.choose("Conversion, in percent", "转化率（%）"),
            Measure::Transactions => self.choose("Transactions", "交易数"),
            Measure::Sales => self.choose("Sales", "销售额"),
            Measure::Refunds => self.choose("Refunds", "退款额"),
            Measure::NetSales => self.choose("Sales less refunds", "净销售额"),
            Measure::AverageSale => self.choose("Sale, on average", "平均每单金额"),
            Measure::UnitsSold => self.choose("Units sold", "销售数量"),
            Measure::Interactions => self.choose("Interactions", "互动次数"),
            Measure::MinutesPerInteraction => self.choose("Minutes, on average", "平均时长（分钟）"),
            Measure::Feedback => self.choose("Feedback", "反馈数"),
            Measure::AverageRating => self.choose("Rating, on average", "平均评分"),
            Measure::SatisfiedPercent => self.choose("Satisfied, in percent", "满意率（%）"),
            Measure::NetPromoterScore => self.choose("Net promoter score", "净推荐值（NPS）"),
            Measure::Complaints => self.choose("Complaints", "投诉数"),
            Measure::ServiceCases => self.choose("Service cases", "服务工单数"),
            Measure::HoursToSettleComplaint | Measure::HoursToSettleCase => {
                self.choose("Hours until settled, on average", "平均解决时长（小时）")
            }
            Measure::ComplaintsInTimePercent | Measure::CasesInTimePercent => {
                self.choose("Settled in time, in percent", "按时解决率（%）")
            }
            Measure::Buyers => self.choose("Customers who bought", "购买客户数"),
            Measure::CohortCustomers => self.choose("Customers of the cohort", "批次客户数"),
            Measure::BuyingCustomers => self.choose("Customers who bought", "购买客户"),
            Measure::RepeatCustomers => self.choose("Who bought again", "复购客户"),
            Measure::RepurchasePercent => self.choose("Repurchase rate, in percent", "复购率（%）"),
            Measure::RetainedPercent => self.choose("Retained, in percent", "留存率（%）"),
            Measure::NetSalesTarget => self.choose("Target of sales", "销售目标"),
            Measure::CreatedCustomersTarget => self.choose("Target of new customers", "新增客户目标"),
            Measure::InteractionsTarget => self.choose("Target of interactions", "互动目标"),
            Measure::NetSalesReachedPercent
            | Measure::CreatedCustomersReachedPercent
            | Measure::InteractionsReachedPercent => self.choose("Reached, in percent", "完成率（%）"),
        }
    }

    /// What a dimension is called.
    pub(super) fn dimension(&self, dimension: i32) -> &'static str {
        match Dimension::try_from(dimension).unwrap_or_default() {
            Dimension::Unspecified => "",
            Dimension::Kind => self.choose("Kind", "客户类型"),
            Dimension::Stage => self.choose("Stage", "阶段"),
            Dimension::NextStage => self.choose("Next stage", "下一阶段"),
            Dimension::StageReason => self.choose("Reason", "原因"),
            Dimension::Tag => self.choose("Tag", "标签"),
            Dimension::Level => self.choose("Level", "级别"),
            Dimension::Industry => self.choose("Industry", "行业"),
            Dimension::Source => self.choose("Source", "来源"),
            Dimension::Region => self.choose("Region", "地区"),
            Dimension::Owner => self.choose("Owner", "负责人"),
            Dimension::Team => self.choose("Team", "团队"),
            Dimension::Product => self.choose("Product", "产品"),
            Dimension::PaymentMethod => self.choose("Payment", "支付方式"),
            Dimension::Channel => self.choose("Channel", "渠道"),
            Dimension::Direction => self.choose("Begun by", "发起方"),
            Dimension::Author => self.choose("Recorded by", "记录人"),
            Dimension::Priority => self.choose("Priority", "优先级"),
            Dimension::Assignee => self.choose("Handled by", "处理人"),
            Dimension::Cohort => self.choose("First purchase", "首购月份"),
        }
    }

    fn choose(&self, english: &'static str, chinese: &'static str) -> &'static str {
        match self.language {
            Language::English => english,
            Language::Chinese => chinese,
        }
    }
}
