//! SQL text as a type, so that every statement of the crate is known to the tests.

/// One statement in the SQL that SQLite and PostgreSQL share.
///
/// Parameters are `$1`, `$2`, … and must first appear in that order: PostgreSQL goes by the
/// number, SQLite by the first appearance. Only [`statements!`] makes one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Statement(&'static str);

impl Statement {
    pub(crate) const fn new(sql: &'static str) -> Self {
        Self(sql)
    }

    pub(crate) const fn sql(self) -> &'static str {
        self.0
    }
}

/// Defines the statements of a resource, and the list through which the tests see them all.
macro_rules! statements {
    ($($name:ident = $sql:expr;)*) => {
        $(const $name: crate::statement::Statement = crate::statement::Statement::new($sql);)*

        #[cfg(test)]
        pub(crate) const STATEMENTS: &[(&str, crate::statement::Statement)] =
            &[$((stringify!($name), $name)),*];
    };
}
pub(crate) use statements;

/// How many values [`in_list!`] has room for.
pub(crate) const IN_LIST: usize = 32;

/// The parameters `$2` to `$33` of an `IN (…)`. A shorter list is filled up by repeating its
/// last value, so that one prepared statement serves every length.
macro_rules! in_list {
    () => {
        "($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
         $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)"
    };
}
pub(crate) use in_list;
