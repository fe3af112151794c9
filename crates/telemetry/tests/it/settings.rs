//! Settings that cannot be.

use crate::process::read_settings;

fn refused(key: &str, value: &str) -> String {
    let refused = read_settings(&[(key, value)]).unwrap_err().to_string();
    assert!(refused.starts_with(&format!("`{key}` in the command line ")), "{refused}");
    refused
}

#[test]
fn an_endpoint_without_a_scheme_or_with_tls_is_refused_with_an_example() {
    for endpoint in ["collector", "https://collector:4317", "grpc://collector:4317", "http://"] {
        let refused = refused("telemetry.otlp_endpoint", endpoint);
        assert!(refused.contains("such as `http://collector:4317`, without TLS"), "{refused}");
    }
}

#[test]
fn a_share_outside_of_none_to_all_is_refused() {
    for (ratio, rule) in [("-0.1", "from 0.0 to 1.0"), ("1.1", "from 0.0 to 1.0"), ("NaN", "a number")] {
        let refused = refused("telemetry.sampling_ratio", ratio);
        assert!(refused.contains(&format!("must be {rule}")), "{refused}");
    }
}

#[test]
fn an_attribute_without_a_key_is_refused() {
    for attribute in ["staging", "=staging"] {
        let refused = refused("telemetry.resource_attributes", attribute);
        assert!(refused.contains("must be a list of `key=value`"), "{refused}");
    }
}

#[test]
fn a_metrics_address_without_a_port_is_refused_with_an_example() {
    let refused = refused("telemetry.metrics_listen", "0.0.0.0");
    assert!(refused.contains("such as `0.0.0.0:9464`"), "{refused}");
}
