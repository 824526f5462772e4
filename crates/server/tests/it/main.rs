//! Every operation through the real HTTP front.

mod push_and_pull;
