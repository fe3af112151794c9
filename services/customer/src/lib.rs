//! The customer service: who is this customer, and who may know?
