//! Listening, the layers every call passes, health, reflection and the drain.
