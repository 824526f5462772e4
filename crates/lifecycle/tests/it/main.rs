//! The engine through its public face: the specification's vectors, tables beside a second
//! evaluator, properties.

#[cfg(test)]
mod fixture;
mod naive;
#[cfg(test)]
mod properties;
mod tables;
mod tables_of_kinds;
#[cfg(test)]
mod tables_of_ours;
#[cfg(test)]
mod validation;
mod vectors;
