//! Packs: fields that belong together in a trade, and can be installed at once.

use access::DataClass;
use clock::Instant;
use jiff::civil::Date;

use super::{Choice, DEFAULT_TEXT_CHARS, FieldFacts, FieldId, FieldType, MAX_ITEMS, Range, Requirement};
use crate::domain::name::Label;
use crate::domain::tenant::LANGUAGES;
use crate::domain::vocabulary::{Code, Names};

/// How far the fields of a pack stand apart.
const STEP: i32 = 10;
/// How long a text is that says what something is called.
const SHORT: usize = 100;

/// A pack: its code, its names, its fields in their order.
pub struct Pack {
    /// What the pack is known by.
    pub code: &'static str,
    chinese: &'static str,
    english: &'static str,
    fields: &'static [Planned],
}

/// A field of a pack.
struct Planned {
    id: &'static str,
    chinese: &'static str,
    english: &'static str,
    kind: Kind,
    class: DataClass,
    purpose: &'static str,
}

#[derive(Clone, Copy)]
enum Kind {
    Text(usize),
    Date,
    Boolean,
    Choice(&'static [Named]),
    Choices(&'static [Named]),
}

/// A code with its Chinese and its English name.
type Named = (&'static str, &'static str, &'static str);

const CLOTHES: &[Named] = &[
    ("xs", "加小码", "Extra small"),
    ("s", "小码", "Small"),
    ("m", "中码", "Medium"),
    ("l", "大码", "Large"),
    ("xl", "加大码", "Extra large"),
    ("xxl", "特大码", "Double extra large"),
];
const COLOURS: &[Named] = &[
    ("black", "黑色", "Black"),
    ("white", "白色", "White"),
    ("grey", "灰色", "Grey"),
    ("red", "红色", "Red"),
    ("pink", "粉色", "Pink"),
    ("yellow", "黄色", "Yellow"),
    ("green", "绿色", "Green"),
    ("blue", "蓝色", "Blue"),
    ("purple", "紫色", "Purple"),
    ("brown", "棕色", "Brown"),
];
const STYLES: &[Named] = &[
    ("casual", "休闲", "Casual"),
    ("business", "商务", "Business"),
    ("sports", "运动", "Sports"),
    ("elegant", "优雅", "Elegant"),
    ("street", "街头", "Street"),
];
const SKINS: &[Named] = &[
    ("dry", "干性", "Dry"),
    ("oily", "油性", "Oily"),
    ("combination", "混合性", "Combination"),
    ("normal", "中性", "Normal"),
    ("sensitive", "敏感性", "Sensitive"),
];
const SKIN_CONCERNS: &[Named] = &[
    ("acne", "痘痘", "Acne"),
    ("spots", "色斑", "Spots"),
    ("wrinkles", "细纹", "Wrinkles"),
    ("redness", "泛红", "Redness"),
    ("dullness", "暗沉", "Dullness"),
    ("pores", "毛孔粗大", "Large pores"),
];
const SERVICE_PLANS: &[Named] = &[("none", "无", "None"), ("basic", "基础保养", "Basic"), ("full", "全保", "Full")];
const MAINTENANCE_CYCLES: &[Named] = &[
    ("monthly", "每月", "Monthly"),
    ("quarterly", "每季度", "Quarterly"),
    ("half_yearly", "每半年", "Every half year"),
    ("yearly", "每年", "Yearly"),
];

const ADVICE: &str = "推荐合适的商品 / to recommend what fits";
const CARE: &str = "提供合适的护理并避免不适 / to give suitable care and do no harm";

const fn fact(id: &'static str, chinese: &'static str, english: &'static str, kind: Kind) -> Planned {
    Planned { id, chinese, english, kind, class: DataClass::Fact, purpose: "" }
}

const fn personal(
    id: &'static str,
    chinese: &'static str,
    english: &'static str,
    kind: Kind,
    class: DataClass,
    purpose: &'static str,
) -> Planned {
    Planned { id, chinese, english, kind, class, purpose }
}

/// The packs.
pub static PACKS: [Pack; 3] = [
    Pack {
        code: "retail",
        chinese: "零售",
        english: "Retail",
        fields: &[
            fact("clothing_size", "服装尺码", "Clothing size", Kind::Choice(CLOTHES)),
            fact("shoe_size", "鞋码", "Shoe size", Kind::Text(SHORT)),
            fact("favourite_colours", "喜爱的颜色", "Favourite colours", Kind::Choices(COLOURS)),
            fact("favourite_styles", "喜爱的风格", "Favourite styles", Kind::Choices(STYLES)),
            fact("favourite_brands", "喜爱的品牌", "Favourite brands", Kind::Text(SHORT)),
            personal(
                "body_measures",
                "量体数据",
                "Body measures",
                Kind::Text(DEFAULT_TEXT_CHARS),
                DataClass::Identity,
                ADVICE,
            ),
            personal("hobbies", "兴趣爱好", "Hobbies", Kind::Text(DEFAULT_TEXT_CHARS), DataClass::Note, ADVICE),
        ],
    },
    Pack {
        code: "beauty",
        chinese: "美业",
        english: "Beauty",
        fields: &[
            personal("skin_type", "肤质", "Skin type", Kind::Choice(SKINS), DataClass::Identity, CARE),
            personal(
                "skin_concerns",
                "皮肤问题",
                "Skin concerns",
                Kind::Choices(SKIN_CONCERNS),
                DataClass::Identity,
                CARE,
            ),
            personal("allergies", "过敏史", "Allergies", Kind::Text(DEFAULT_TEXT_CHARS), DataClass::Identity, CARE),
            personal("care_history", "护理记录", "Care history", Kind::Text(5_000), DataClass::Note, CARE),
            personal("last_care_date", "最近护理日期", "Last care", Kind::Date, DataClass::Identity, CARE),
            personal(
                "products_in_use",
                "在用产品",
                "Products in use",
                Kind::Text(DEFAULT_TEXT_CHARS),
                DataClass::Note,
                CARE,
            ),
        ],
    },
    Pack {
        code: "equipment",
        chinese: "设备",
        english: "Equipment",
        fields: &[
            fact("equipment_model", "设备型号", "Equipment model", Kind::Text(SHORT)),
            fact("equipment_serial", "设备序列号", "Serial number", Kind::Text(SHORT)),
            fact("equipment_configuration", "设备配置", "Configuration", Kind::Text(5_000)),
            fact("installation_date", "安装日期", "Installed on", Kind::Date),
            fact("warranty_end", "保修截止日期", "Warranty until", Kind::Date),
            fact("service_plan", "维保方案", "Service plan", Kind::Choice(SERVICE_PLANS)),
            fact("maintenance_cycle", "保养周期", "Maintenance", Kind::Choice(MAINTENANCE_CYCLES)),
            fact("last_maintenance", "上次保养日期", "Last maintenance", Kind::Date),
            fact("maintenance_notes", "保养记录", "Maintenance notes", Kind::Text(5_000)),
            fact("remote_access_allowed", "允许远程维护", "Remote access allowed", Kind::Boolean),
        ],
    },
];

impl Pack {
    /// The pack of a code.
    pub fn find(code: &str) -> Option<&'static Self> {
        PACKS.iter().find(|pack| pack.code == code)
    }

    /// What people call it.
    pub fn names(&self) -> Option<Names> {
        names(self.chinese, self.english)
    }

    /// The fields in their order, from after a position on.
    pub fn fields(&self, after: i32, now: Instant) -> Vec<FieldFacts> {
        (1..)
            .zip(self.fields)
            .filter_map(|(place, planned)| planned.facts(self.code, after + place * STEP, now))
            .collect()
    }
}

impl Planned {
    fn facts(&self, pack: &str, position: i32, now: Instant) -> Option<FieldFacts> {
        let is_long = matches!(self.kind, Kind::Text(length) if length > super::MAX_FILTERABLE_TEXT_CHARS);
        Some(FieldFacts {
            field_id: FieldId::parse(self.id).ok()?,
            names: names(self.chinese, self.english)?,
            value_type: self.kind.value_type()?,
            data_class: self.class,
            purpose: self.purpose.to_owned(),
            required: Requirement::default(),
            default_value: None,
            filterable: self.class == DataClass::Fact && !is_long,
            position,
            retired: false,
            pack: Some(pack.to_owned()),
            create_time: now,
        })
    }
}

impl Kind {
    fn value_type(self) -> Option<FieldType> {
        Some(match self {
            Self::Text(max_length) => FieldType::Text { max_length, pattern: None },
            Self::Date => FieldType::Date { range: Range::<Date>::default() },
            Self::Boolean => FieldType::Boolean,
            Self::Choice(named) => FieldType::Choice { choices: choices(named)? },
            Self::Choices(named) => FieldType::MultiChoice { choices: choices(named)?, max_items: MAX_ITEMS },
        })
    }
}

fn choices(named: &[Named]) -> Option<Vec<Choice>> {
    let choice = |(code, chinese, english): &Named| {
        Some(Choice { code: Code::parse(code).ok()?, names: names(chinese, english)?, retired: false })
    };
    named.iter().map(choice).collect()
}

fn names(chinese: &str, english: &str) -> Option<Names> {
    let names = LANGUAGES.into_iter().zip([chinese, english]);
    let names = names.map(|(language, name)| Some((language.to_owned(), Label::parse(name).ok()?)));
    Some(Names::new(names.collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_field_of_every_pack_is_well_formed_and_none_is_like_another() {
        let (mut ids, mut called) = (BTreeSet::new(), BTreeSet::new());
        for pack in &PACKS {
            let fields = pack.fields(0, Instant::default());
            assert_eq!(fields.len(), pack.fields.len(), "{}", pack.code);
            for facts in fields {
                assert!(ids.insert(facts.field_id.clone()), "{}", facts.field_id);
                assert!(
                    called.insert(facts.names.chinese().to_owned()) && called.insert(facts.names.english().to_owned())
                );
                assert_eq!(facts.data_class == DataClass::Fact, facts.purpose.is_empty(), "{}", facts.field_id);
                let codes: BTreeSet<_> = facts.value_type.choices().iter().map(|choice| choice.code.as_str()).collect();
                assert_eq!(codes.len(), facts.value_type.choices().len(), "{}", facts.field_id);
            }
        }
    }
}
