//! Compiles the contract without protoc: its descriptor set, its code, and what its annotations ask for.

mod annotations;
mod resources;
mod validation;

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use protox::Compiler;

fn main() -> Result<(), Box<dyn Error>> {
    let contract = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../proto");
    println!("cargo::rerun-if-changed={}", contract.display());
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("cargo gives build scripts an OUT_DIR")?);

    let mut compiler = Compiler::new([&contract])?;
    compiler.include_imports(true).include_source_info(true);
    for file in proto_files(&contract)? {
        compiler.open_file(file)?;
    }

    // Encoded by protox itself: a set that passes through prost_types loses the custom options.
    fs::write(out.join("descriptor_set.bin"), compiler.encode_file_descriptor_set())?;

    let pool = compiler.descriptor_pool();
    fs::write(out.join("validation.rs"), validation::generate(&pool)?)?;
    fs::write(out.join("resources.rs"), resources::generate(&pool)?)?;

    let mut generated = compiler.file_descriptor_set();
    generated.file.retain(|file| !is_annotation(file.package()));
    let mut config = tonic_prost_build::Config::new();
    config.enable_type_names().type_name_domain(["."], "type.googleapis.com");
    tonic_prost_build::configure()
        .extern_path(".google.rpc", "::tonic_types::pb")
        // Maps in order, so that encoding a message twice gives the same bytes.
        .btree_map(".")
        .include_file("packages.rs")
        .emit_rerun_if_changed(false)
        .compile_fds_with_config(generated, config)?;
    Ok(())
}

/// Whether the package only annotates the contract, and so needs no code.
fn is_annotation(package: &str) -> bool {
    matches!(package, "buf.validate" | "google.api")
}

/// All `.proto` files below the folder, in a fixed order.
fn proto_files(folder: &Path) -> Result<Vec<PathBuf>, std::io::Error> {
    let mut entries =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        if entry.is_dir() {
            files.extend(proto_files(&entry)?);
        } else if entry.extension().is_some_and(|extension| extension == "proto") {
            files.push(entry);
        }
    }
    Ok(files)
}
