//! What lists answer is what is read one by one: for every filter, and for everybody.

mod filtered;
mod seen;
