//! The generated code of the contract and its descriptor set.
