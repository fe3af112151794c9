//! Where a customer is: countries, and the administrative regions of China.

mod country;
mod country_table;
mod division;

use std::fmt;

use conventions::violations::Bilingual;
pub use country::{Country, UnknownCountry};
pub use division::{Division, locate};
use serde::{Deserialize, Serialize};

use super::name::normalise;

/// A region of China by its code of GB/T 2260, such as 440305: two digits each for the province, the prefecture and the
/// county; the zeros at the end mean "all of it". Stored as a JSON string of six digits.
///
/// Checked are the form and the province. Counties come, go and are renumbered from year to year, and old codes stay
/// in use, so the rest is taken as given.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionCode(String);

/// Why a region code is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Error {
    /// Not six digits, or a county without a prefecture.
    #[error("must be six digits as in GB/T 2260, such as 440305, 440300 or 440000")]
    Form,
    /// The first two digits are no province.
    #[error("must begin with the code of a province, such as 11 for Beijing or 44 for Guangdong")]
    Province,
}

impl Bilingual for Error {
    fn chinese(&self) -> String {
        match self {
            Self::Form => "须为 GB/T 2260 的六位数字代码，例如 440305、440300 或 440000",
            Self::Province => "前两位须为省级行政区的代码，例如 11（北京）或 44（广东）",
        }
        .to_owned()
    }
}

impl RegionCode {
    /// Reads a code of six digits.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        if text.len() != 6 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return Err(Error::Form);
        }
        let province = Province::of_digits(text).ok_or(Error::Province)?;
        if text.get(2..4) == Some("00") && !text.ends_with("00") && province.has_prefectures() {
            return Err(Error::Form);
        }
        Ok(Self(text.to_owned()))
    }

    /// The six digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The province in which the region lies, or which it is.
    pub fn province(&self) -> Option<&'static Province> {
        Province::of_digits(&self.0)
    }

    /// Whether `other` is this region or lies in it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(self.significant())
    }

    fn significant(&self) -> &str {
        let code = self.0.as_str();
        let without_county = code.strip_suffix("00").unwrap_or(code);
        if without_county.len() == 4 { without_county.strip_suffix("00").unwrap_or(without_county) } else { code }
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<RegionCode> for String {
    fn from(code: RegionCode) -> Self {
        code.0
    }
}

impl TryFrom<String> for RegionCode {
    type Error = Error;

    fn try_from(text: String) -> Result<Self, Error> {
        Self::parse(&text)
    }
}

/// A division of the first level: province, municipality, autonomous region or special administrative region.
#[derive(Debug, Eq, PartialEq)]
pub struct Province {
    /// The first two digits of the codes of its regions.
    pub digits: &'static str,
    /// The full Chinese name, such as 广西壮族自治区.
    pub chinese: &'static str,
    /// The short Chinese name, such as 广西.
    pub short: &'static str,
    /// The English name, such as Guangxi.
    pub english: &'static str,
}

impl Province {
    /// Reads two digits, or a full or short name in Chinese or English.
    pub fn parse(text: &str) -> Option<&'static Self> {
        let wanted = normalise(text);
        PROVINCES.iter().find(|province| {
            [province.digits, province.chinese, province.short, province.english].iter().any(|n| normalise(n) == wanted)
        })
    }

    /// The province as a region.
    pub fn region(&self) -> RegionCode {
        RegionCode(format!("{}0000", self.digits))
    }

    /// Whether its counties lie in prefectures. Those of Hong Kong and Macao do not, and are numbered from the province on.
    fn has_prefectures(&self) -> bool {
        !["81", "82"].contains(&self.digits)
    }

    fn of_digits(code: &str) -> Option<&'static Self> {
        PROVINCES.iter().find(|province| code.starts_with(province.digits))
    }
}

const fn province(digits: &'static str, chinese: &'static str, short: &'static str, english: &'static str) -> Province {
    Province { digits, chinese, short, english }
}

/// The 34 divisions of the first level, sorted by code.
pub static PROVINCES: [Province; 34] = [
    province("11", "北京市", "北京", "Beijing"),
    province("12", "天津市", "天津", "Tianjin"),
    province("13", "河北省", "河北", "Hebei"),
    province("14", "山西省", "山西", "Shanxi"),
    province("15", "内蒙古自治区", "内蒙古", "Inner Mongolia"),
    province("21", "辽宁省", "辽宁", "Liaoning"),
    province("22", "吉林省", "吉林", "Jilin"),
    province("23", "黑龙江省", "黑龙江", "Heilongjiang"),
    province("31", "上海市", "上海", "Shanghai"),
    province("32", "江苏省", "江苏", "Jiangsu"),
    province("33", "浙江省", "浙江", "Zhejiang"),
    province("34", "安徽省", "安徽", "Anhui"),
    province("35", "福建省", "福建", "Fujian"),
    province("36", "江西省", "江西", "Jiangxi"),
    province("37", "山东省", "山东", "Shandong"),
    province("41", "河南省", "河南", "Henan"),
    province("42", "湖北省", "湖北", "Hubei"),
    province("43", "湖南省", "湖南", "Hunan"),
    province("44", "广东省", "广东", "Guangdong"),
    province("45", "广西壮族自治区", "广西", "Guangxi"),
    province("46", "海南省", "海南", "Hainan"),
    province("50", "重庆市", "重庆", "Chongqing"),
    province("51", "四川省", "四川", "Sichuan"),
    province("52", "贵州省", "贵州", "Guizhou"),
    province("53", "云南省", "云南", "Yunnan"),
    province("54", "西藏自治区", "西藏", "Tibet"),
    province("61", "陕西省", "陕西", "Shaanxi"),
    province("62", "甘肃省", "甘肃", "Gansu"),
    province("63", "青海省", "青海", "Qinghai"),
    province("64", "宁夏回族自治区", "宁夏", "Ningxia"),
    province("65", "新疆维吾尔自治区", "新疆", "Xinjiang"),
    province("71", "台湾省", "台湾", "Taiwan"),
    province("81", "香港特别行政区", "香港", "Hong Kong"),
    province("82", "澳门特别行政区", "澳门", "Macao"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    #[test]
    fn a_region_contains_itself_and_what_lies_below_it() {
        assert!(code("440000").contains(&code("440305")));
        assert!(code("440300").contains(&code("440305")));
        assert!(code("440305").contains(&code("440305")));
        assert!(!code("440300").contains(&code("440402")));
        assert!(!code("440305").contains(&code("440300")));
        assert!(code("440300").contains(&code("440300")));
        assert!(code("419000").contains(&code("419001")));
    }

    #[test]
    fn only_six_digits_of_a_known_province_are_a_region() {
        for text in ["44030", "4403055", "44030a", "", "440005", "４４０３０５"] {
            assert_eq!(RegionCode::parse(text), Err(Error::Form), "{text}");
        }
        assert_eq!(RegionCode::parse("990000"), Err(Error::Province));
        assert_eq!(RegionCode::parse(" 440305 "), Ok(code("440305")));
    }

    #[test]
    fn a_province_is_found_by_each_of_its_names() {
        for text in ["51", "四川省", "四川", "sichuan"] {
            assert_eq!(Province::parse(text).map(|p| p.digits), Some("51"), "{text}");
        }
        assert_eq!(Province::parse("inner mongolia").map(Province::region), Some(code("150000")));
        assert_eq!(code("820000").province().map(|p| p.chinese), Some("澳门特别行政区"));
        assert_eq!(Province::parse("瀛洲"), None);
    }
}
