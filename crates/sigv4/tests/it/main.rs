//! The engine through its public face: rules as tables, another signer as oracle, hostile input.

#[cfg(test)]
mod fixture;
mod forms;
mod hostile;
#[cfg(test)]
mod oracle;
mod rules;
mod sentences;
mod time;
