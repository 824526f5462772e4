//! Tests of what only a store in a folder has: files, and an order of steps.

mod contract {
    use std::sync::Arc;

    use crate::contract::Store;
    use crate::{DiskStore, contract_tests};

    contract_tests!({
        let dir = tempfile::tempdir().expect("a folder");
        move || -> Store { Arc::new(DiskStore::open(dir.path()).expect("a store")) }
    });
}
