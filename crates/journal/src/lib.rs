//! One way to write, many ways to look back: the writer, its entries, their order and the chain.
