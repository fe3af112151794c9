//! What made-up customers are put together from. The commonest come first.

/// Surnames and how they are written in Latin letters.
pub(super) const SURNAMES: [(&str, &str); 48] = [
    ("王", "wang"),
    ("李", "li"),
    ("张", "zhang"),
    ("刘", "liu"),
    ("陈", "chen"),
    ("杨", "yang"),
    ("黄", "huang"),
    ("赵", "zhao"),
    ("吴", "wu"),
    ("周", "zhou"),
    ("徐", "xu"),
    ("孙", "sun"),
    ("马", "ma"),
    ("朱", "zhu"),
    ("胡", "hu"),
    ("郭", "guo"),
    ("何", "he"),
    ("林", "lin"),
    ("高", "gao"),
    ("罗", "luo"),
    ("郑", "zheng"),
    ("梁", "liang"),
    ("谢", "xie"),
    ("宋", "song"),
    ("唐", "tang"),
    ("许", "xu"),
    ("韩", "han"),
    ("邓", "deng"),
    ("冯", "feng"),
    ("曹", "cao"),
    ("彭", "peng"),
    ("曾", "zeng"),
    ("肖", "xiao"),
    ("田", "tian"),
    ("董", "dong"),
    ("潘", "pan"),
    ("袁", "yuan"),
    ("蔡", "cai"),
    ("蒋", "jiang"),
    ("余", "yu"),
    ("于", "yu"),
    ("杜", "du"),
    ("叶", "ye"),
    ("程", "cheng"),
    ("魏", "wei"),
    ("欧阳", "ouyang"),
    ("司马", "sima"),
    ("诸葛", "zhuge"),
];

/// Characters of given names.
pub(super) const GIVEN: [&str; 96] = [
    "明", "华", "伟", "芳", "丽", "军", "杰", "敏", "静", "强", "磊", "洋", "艳", "勇", "娟", "涛", "超", "秀", "霞",
    "平", "刚", "桂", "英", "建", "国", "文", "辉", "玲", "红", "玉", "兰", "飞", "鹏", "浩", "宇", "轩", "子", "涵",
    "梓", "欣", "怡", "佳", "思", "雨", "晨", "梦", "琪", "嘉", "俊", "博", "天", "佑", "泽", "睿", "诗", "雅", "婷",
    "雪", "倩", "琳", "淑", "珍", "凤", "洁", "梅", "莉", "燕", "彬", "斌", "波", "宁", "峰", "志", "林", "海", "成",
    "鑫", "凯", "亮", "旭", "东", "阳", "春", "冬", "楠", "颖", "瑞", "瑶", "蕾", "薇", "莹", "璐", "航", "哲", "翔",
    "龙",
];

/// Characters of the names of companies.
pub(super) const BRAND: [&str; 48] = [
    "华", "泰", "鑫", "恒", "信", "达", "盛", "宏", "兴", "安", "瑞", "丰", "隆", "博", "天", "海", "中", "金", "龙",
    "新", "东", "方", "嘉", "美", "康", "源", "通", "联", "创", "智", "云", "星", "凯", "利", "德", "诚", "远", "佳",
    "锦", "浩", "汇", "元", "铭", "卓", "思", "腾", "力", "广",
];

/// What a company does: in its name, and the code of its industry.
pub(super) const TRADES: [(&str, &str); 18] = [
    ("科技", "it"),
    ("贸易", "trade"),
    ("商贸", "retail"),
    ("机械", "manufacturing"),
    ("电子", "manufacturing"),
    ("信息技术", "it"),
    ("建筑工程", "construction"),
    ("物流", "logistics"),
    ("餐饮管理", "catering"),
    ("教育咨询", "education"),
    ("医疗器械", "healthcare"),
    ("医疗美容", "medical_aesthetics"),
    ("置业", "real_estate"),
    ("文化传媒", "media"),
    ("农业", "agriculture"),
    ("新能源", "energy"),
    ("投资", "finance"),
    ("企业管理", "services"),
];

/// Given names in Latin letters.
pub(super) const LATIN_GIVEN: [&str; 32] = [
    "James", "Mary", "John", "Anna", "Robert", "Linda", "Michael", "Maria", "David", "Sofia", "Thomas", "Emma",
    "Daniel", "Laura", "Peter", "Julia", "Carlos", "Elena", "Andreas", "Claire", "Paul", "Ingrid", "Jan", "Chloé",
    "Marco", "Nina", "Oliver", "Zoë", "Hugo", "Amélie", "Björn", "Márta",
];

/// Surnames in Latin letters.
pub(super) const LATIN_SURNAMES: [&str; 32] = [
    "Smith",
    "Johnson",
    "Müller",
    "Garcia",
    "Brown",
    "Martin",
    "Schmidt",
    "Rossi",
    "Silva",
    "Jones",
    "Dubois",
    "Nguyen",
    "Novák",
    "Andersson",
    "Kowalski",
    "Fernández",
    "O'Brien",
    "Moreau",
    "Weber",
    "Nielsen",
    "Costa",
    "Wagner",
    "Ivanova",
    "Taylor",
    "Haugen",
    "Lefèvre",
    "Virtanen",
    "Popescu",
    "Murphy",
    "van Dijk",
    "Tanaka",
    "Kim",
];

/// Words of the names of companies in Latin letters.
pub(super) const LATIN_BRAND: [&str; 24] = [
    "Harbor",
    "Northwind",
    "Alpine",
    "Meridian",
    "Summit",
    "Blue River",
    "Orion",
    "Pacific",
    "Golden Gate",
    "Evergreen",
    "Atlas",
    "Pioneer",
    "Silverline",
    "Redwood",
    "Granite",
    "Lighthouse",
    "Vertex",
    "Cascade",
    "Beacon",
    "Ironbridge",
    "Aurora",
    "Cobalt",
    "Juniper",
    "Monarch",
];

/// Cities with the codes of their districts (GB/T 2260), their postal codes, and the district and street as one writes them.
pub(super) const PLACES: [(&str, &str, &str, &str); 12] = [
    ("北京", "110108", "100080", "北京市海淀区中关村大街"),
    ("上海", "310115", "200120", "上海市浦东新区世纪大道"),
    ("广州", "440106", "510620", "广东省广州市天河区体育西路"),
    ("深圳", "440305", "518057", "广东省深圳市南山区科技园南路"),
    ("杭州", "330106", "310012", "浙江省杭州市西湖区文三路"),
    ("成都", "510104", "610021", "四川省成都市锦江区春熙路"),
    ("武汉", "420106", "430072", "湖北省武汉市武昌区中南路"),
    ("南京", "320104", "210001", "江苏省南京市秦淮区中山南路"),
    ("西安", "610113", "710061", "陕西省西安市雁塔区长安南路"),
    ("苏州", "320508", "215000", "江苏省苏州市姑苏区人民路"),
    ("重庆", "500103", "400010", "重庆市渝中区民权路"),
    ("青岛", "370202", "266071", "山东省青岛市市南区香港中路"),
];

/// The first three digits of mobile numbers.
pub(super) const MOBILE_PREFIXES: [&str; 32] = [
    "138", "139", "136", "137", "135", "134", "158", "159", "150", "151", "152", "157", "182", "183", "187", "188",
    "130", "131", "132", "155", "156", "185", "186", "133", "153", "180", "181", "189", "177", "173", "199", "191",
];

/// Names of mail domains that belong to nobody.
pub(super) const MAIL_DOMAINS: [&str; 4] = ["example.com", "example.net", "example.org", "mail.example.com"];

/// What a contact point is used for.
pub(super) const LABELS: [&str; 6] = ["本人", "工作", "采购部", "财务部", "总经理办公室", "Office"];

/// What is noted about customers.
pub(super) const REMARKS: [&str; 12] = [
    "下季度有采购计划，需跟进报价。",
    "对价格敏感，已发送新版产品手册。",
    "老客户介绍，决策人为总经理。",
    "要求每月对账，发票抬头需核对。",
    "电话沟通良好，约下周二上门演示。",
    "竞品已在使用，合同明年三月到期。",
    "希望先试用一个月再签约。",
    "周末不接电话，优先微信联系。",
    "Prefers e-mail; asks for an English quotation.",
    "Met at the spring fair, wants a demo in May.",
    "Budget approved for next quarter, decision by the board.",
    "Renewal depends on the delivery of the second batch.",
];

/// Codes of stages.
pub const STAGES: [&str; 4] = ["potential", "intent", "customer", "lost"];
/// Codes of industries, those of many companies.
pub const INDUSTRIES: [&str; 6] = ["it", "trade", "retail", "manufacturing", "construction", "logistics"];
/// Codes of levels.
pub(super) const LEVELS: [&str; 3] = ["C", "B", "A"];
/// Codes of channels.
pub(super) const SOURCES: [&str; 7] =
    ["online_enquiry", "referral", "web_form", "exhibition", "social", "campaign", "other"];
