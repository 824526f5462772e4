//! Values that are looked up with every request, held for one generation. Reading is a lock that
//! readers share and one look into a table, with no bookkeeping: what is too much is dropped at once.
//! The keys are long, so they are hashed by a function that is fast, and seeded for each process.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{PoisonError, RwLock};

use foldhash::fast::RandomState;

/// Most values that are held.
const VALUES: usize = 10_000;

/// The values of the newest generation that one was held for.
pub(crate) struct Held<K, V>(RwLock<(u64, HashMap<K, V, RandomState>)>);

impl<K, V> Default for Held<K, V> {
    fn default() -> Self {
        Self(RwLock::new((0, HashMap::default())))
    }
}

impl<K: Eq + Hash, V: Clone> Held<K, V> {
    /// The value that is held for this generation.
    pub(crate) fn get(&self, generation: u64, key: &K) -> Option<V> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (of, values) = &*held;
        (*of == generation).then(|| values.get(key)).flatten().cloned()
    }

    /// Holds a value, unless a newer generation has come meanwhile.
    pub(crate) fn put(&self, generation: u64, key: K, value: V) {
        let mut held = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let (of, values) = &mut *held;
        if generation < *of {
            return;
        }
        if generation > *of || values.len() >= VALUES {
            values.clear();
            *of = generation;
        }
        values.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_of_one_generation() {
        let held = Held::default();
        held.put(2, "a", 1);
        assert_eq!(
            (held.get(2, &"a"), held.get(1, &"a"), held.get(3, &"a")),
            (Some(1), None, None)
        );
        held.put(1, "b", 2);
        assert_eq!(
            (held.get(1, &"b"), held.get(2, &"b"), held.get(2, &"a")),
            (None, None, Some(1))
        );
        held.put(3, "b", 3);
        assert_eq!(
            (held.get(3, &"b"), held.get(3, &"a"), held.get(2, &"a")),
            (Some(3), None, None)
        );
        for number in 0..2 * VALUES {
            held.put(3, Box::leak(number.to_string().into_boxed_str()), 4);
        }
        let count = held.0.read().expect("a lock").1.len();
        assert!(count <= VALUES, "{count}");
    }
}
