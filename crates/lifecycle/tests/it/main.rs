//! The engine through its public face: the specification's vectors, tables beside a second
//! evaluator, properties, and what a large repository costs.

#[cfg(test)]
mod cost;
#[cfg(test)]
mod fixture;
mod naive;
#[cfg(test)]
mod properties;
mod tables;
mod tables_of_kinds;
#[cfg(test)]
mod validation;
mod vectors;
