//! Customer lifetime models: BG/NBD, Gamma-Gamma and a calibrated classifier, as pure functions.
