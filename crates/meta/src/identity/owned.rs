//! What hangs on an entity without a foreign key: attachments, inline policies and tags.
//!
//! It must go with its owner. Else the next entity of that name would have it.

use names::{AccountId, EntityName};

use super::inline_policy::OwnerKind;
use super::tag::TagOwner;
use crate::statement::statements;
use crate::value::Value;
use crate::{Error, Tx};

statements! {
    DELETE_ATTACHMENTS = "DELETE FROM iam_attachment \
        WHERE account_id = $1 AND owner_kind = $2 AND owner_folded = $3";
    DELETE_INLINE_POLICIES = "DELETE FROM iam_inline_policy \
        WHERE account_id = $1 AND owner_kind = $2 AND owner_folded = $3";
    DELETE_TAGS = "DELETE FROM iam_tag \
        WHERE account_id = $1 AND owner_kind = $2 AND owner_folded = $3";
    MOVE_ATTACHMENTS = "UPDATE iam_attachment SET owner_folded = $1 \
        WHERE account_id = $2 AND owner_kind = $3 AND owner_folded = $4";
    MOVE_INLINE_POLICIES = "UPDATE iam_inline_policy SET owner_folded = $1 \
        WHERE account_id = $2 AND owner_kind = $3 AND owner_folded = $4";
    MOVE_TAGS = "UPDATE iam_tag SET owner_folded = $1 \
        WHERE account_id = $2 AND owner_kind = $3 AND owner_folded = $4";
}

impl Tx<'_> {
    /// Deletes the attachments and inline policies of a user, a group or a role.
    pub(super) async fn owned_policies_delete(
        &mut self,
        account: &AccountId,
        kind: OwnerKind,
        name: &EntityName,
    ) -> Result<(), Error> {
        let values = [account.into(), Value::from(kind.as_str()), Value::folded(name)];
        for statement in [DELETE_ATTACHMENTS, DELETE_INLINE_POLICIES] {
            self.execute(statement, &values).await?;
        }
        Ok(())
    }

    /// Deletes the tags of an entity.
    pub(super) async fn owned_tags_delete(
        &mut self,
        account: &AccountId,
        owner: &TagOwner,
    ) -> Result<(), Error> {
        let values = [account.into(), Value::from(owner.kind()), owner.key()];
        self.execute(DELETE_TAGS, &values).await?;
        Ok(())
    }

    /// Gives what a user or a group has to the name that it gets.
    pub(super) async fn owned_move(
        &mut self,
        account: &AccountId,
        kind: OwnerKind,
        old: &EntityName,
        new: &EntityName,
    ) -> Result<(), Error> {
        // Tags use the same words for their kinds; groups have none.
        let values = [
            Value::folded(new),
            account.into(),
            Value::from(kind.as_str()),
            Value::folded(old),
        ];
        for statement in [MOVE_ATTACHMENTS, MOVE_INLINE_POLICIES, MOVE_TAGS] {
            self.execute(statement, &values).await?;
        }
        Ok(())
    }
}
