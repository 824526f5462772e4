//! Encrypting, decrypting, data keys, random bytes.

use aws_model::Blob;
use aws_model::kms::{
    DataKeySpec, DecryptRequest, DecryptResponse, EncryptRequest, EncryptResponse, EncryptionAlgorithmSpec,
    GenerateDataKeyRequest, GenerateDataKeyResponse, GenerateDataKeyWithoutPlaintextRequest,
    GenerateDataKeyWithoutPlaintextResponse, GenerateRandomRequest, GenerateRandomResponse, ReEncryptRequest,
    ReEncryptResponse, RecipientInfo,
};
use registry::{Action, DataKeyRequest, Encrypted, EncryptionContext, KeyFacts, KeyName, KmsFault};
use zeroize::Zeroizing;

use super::{Call, Result, refusal, run_of, validation};

/// The one algorithm of symmetric keys.
const ALGORITHM: Option<EncryptionAlgorithmSpec> = Some(EncryptionAlgorithmSpec::SymmetricDefault);

pub(super) async fn encrypt(call: &Call<'_>, input: EncryptRequest) -> Result<EncryptResponse> {
    check_algorithm(input.encryption_algorithm)?;
    check_tokens(call, input.grant_tokens)?;
    let context = input.encryption_context.unwrap_or_default();
    let (key, facts) = call.find(&input.key_id, KeyFacts::with_context(&context)).await?;
    let grant = call.authorize_key(Action::Encrypt, &key, &facts).await?;
    let plaintext = Zeroizing::new(input.plaintext.into_bytes());
    let encrypted = call.service().kms_encrypt(&grant, &plaintext, &context).await?;
    run_of(input.dry_run).finish()?;
    Ok(EncryptResponse {
        ciphertext_blob: Some(encrypted.ciphertext.into()),
        key_id: Some(key.to_string()),
        encryption_algorithm: ALGORITHM,
    })
}

pub(super) async fn decrypt(call: &Call<'_>, input: DecryptRequest) -> Result<DecryptResponse> {
    check_algorithm(input.encryption_algorithm)?;
    check_recipient(input.recipient.as_ref())?;
    check_tokens(call, input.grant_tokens)?;
    let ciphertext = ciphertext(input.ciphertext_blob)?;
    let context = input.encryption_context.unwrap_or_default();
    let (key, facts) = ciphertext_key(call, &ciphertext, input.key_id.as_deref(), &context).await?;
    let grant = call.authorize_key(Action::Decrypt, &key, &facts).await?;
    let decrypted = call.service().kms_decrypt(&grant, &ciphertext, &context).await?;
    run_of(input.dry_run).finish()?;
    Ok(DecryptResponse {
        key_id: Some(key.to_string()),
        plaintext: Some(decrypted.plaintext.to_vec().into()),
        encryption_algorithm: ALGORITHM,
        ciphertext_for_recipient: None,
        key_material_id: Some(decrypted.material_id),
    })
}

pub(super) async fn re_encrypt(call: &Call<'_>, input: ReEncryptRequest) -> Result<ReEncryptResponse> {
    check_algorithm(input.source_encryption_algorithm)?;
    check_algorithm(input.destination_encryption_algorithm)?;
    check_tokens(call, input.grant_tokens)?;
    let old = ciphertext(input.ciphertext_blob)?;
    let old_context = input.source_encryption_context.unwrap_or_default();
    let new_context = input.destination_encryption_context.unwrap_or_default();
    let source = ciphertext_key(call, &old, input.source_key_id.as_deref(), &old_context);
    let (source, from_facts) = source.await?;
    let to_facts = KeyFacts::with_context(&new_context);
    let (target, to_facts) = call.find(&input.destination_key_id, to_facts).await?;
    let same = [(source == target).to_string()];
    let from_facts = from_facts.with("kms:ReEncryptOnSameKey", same.clone());
    let to_facts = to_facts.with("kms:ReEncryptOnSameKey", same);
    let from = call
        .authorize_key(Action::ReEncryptFrom, &source, &from_facts)
        .await?;
    let to = call
        .authorize_key(Action::ReEncryptTo, &target, &to_facts)
        .await?;
    let service = call.service();
    let decrypted = service.kms_decrypt(&from, &old, &old_context).await?;
    let encrypted = service
        .kms_encrypt(&to, &decrypted.plaintext, &new_context)
        .await?;
    run_of(input.dry_run).finish()?;
    Ok(ReEncryptResponse {
        ciphertext_blob: Some(encrypted.ciphertext.into()),
        source_key_id: Some(source.to_string()),
        key_id: Some(target.to_string()),
        source_encryption_algorithm: ALGORITHM,
        destination_encryption_algorithm: ALGORITHM,
        source_key_material_id: Some(decrypted.material_id),
        destination_key_material_id: Some(encrypted.material_id),
    })
}

pub(super) async fn generate_data_key(
    call: &Call<'_>,
    input: GenerateDataKeyRequest,
) -> Result<GenerateDataKeyResponse> {
    check_recipient(input.recipient.as_ref())?;
    check_tokens(call, input.grant_tokens)?;
    let asked = Asked {
        action: Action::GenerateDataKey,
        key_id: input.key_id,
        context: input.encryption_context.unwrap_or_default(),
        length: length(input.key_spec, input.number_of_bytes),
    };
    let (key, plaintext, encrypted) = data_key(call, asked).await?;
    run_of(input.dry_run).finish()?;
    Ok(GenerateDataKeyResponse {
        ciphertext_blob: Some(encrypted.ciphertext.into()),
        plaintext: Some(plaintext.to_vec().into()),
        key_id: Some(key),
        ciphertext_for_recipient: None,
        key_material_id: Some(encrypted.material_id),
    })
}

pub(super) async fn generate_data_key_without_plaintext(
    call: &Call<'_>,
    input: GenerateDataKeyWithoutPlaintextRequest,
) -> Result<GenerateDataKeyWithoutPlaintextResponse> {
    check_tokens(call, input.grant_tokens)?;
    let asked = Asked {
        action: Action::GenerateDataKeyWithoutPlaintext,
        key_id: input.key_id,
        context: input.encryption_context.unwrap_or_default(),
        length: length(input.key_spec, input.number_of_bytes),
    };
    let (key, _, encrypted) = data_key(call, asked).await?;
    run_of(input.dry_run).finish()?;
    Ok(GenerateDataKeyWithoutPlaintextResponse {
        ciphertext_blob: Some(encrypted.ciphertext.into()),
        key_id: Some(key),
        key_material_id: Some(encrypted.material_id),
    })
}

pub(super) async fn generate_random(
    call: &Call<'_>,
    input: GenerateRandomRequest,
) -> Result<GenerateRandomResponse> {
    check_recipient(input.recipient.as_ref())?;
    if input.custom_key_store_id.is_some() {
        return Err(refusal(
            KmsFault::UnsupportedOperation,
            "Custom key stores are not supported.",
        ));
    }
    let length = input
        .number_of_bytes
        .and_then(|length| usize::try_from(length).ok());
    let length = length.ok_or_else(|| validation("Please specify the number of bytes."))?;
    let grant = call.authorize_all(Action::GenerateRandom).await?;
    let bytes = call.service().kms_random(&grant, length);
    Ok(GenerateRandomResponse {
        plaintext: Some(bytes.to_vec().into()),
        ciphertext_for_recipient: None,
    })
}

/// What a request for a data key asks.
struct Asked {
    action: Action,
    key_id: String,
    context: EncryptionContext,
    length: DataKeyRequest,
}

async fn data_key(call: &Call<'_>, asked: Asked) -> Result<(String, Zeroizing<Vec<u8>>, Encrypted)> {
    let facts = KeyFacts::with_context(&asked.context);
    let (key, facts) = call.find(&asked.key_id, facts).await?;
    let grant = call.authorize_key(asked.action, &key, &facts).await?;
    let made = call.service().kms_data_key(&grant, asked.length, &asked.context);
    let (plaintext, encrypted) = made.await?;
    Ok((key.to_string(), plaintext, encrypted))
}

/// The key of a ciphertext, which the request may name too.
async fn ciphertext_key(
    call: &Call<'_>,
    ciphertext: &[u8],
    named: Option<&str>,
    context: &EncryptionContext,
) -> Result<(names::KmsKeyArn, KeyFacts)> {
    let mut facts = KeyFacts::with_context(context);
    let name = named.map(|text| KeyName::parse(text, call.home())).transpose()?;
    if let Some(KeyName::Alias(_, alias)) = &name {
        facts = facts.with("kms:RequestAlias", [alias.to_string()]);
    }
    let key = call.service().kms_ciphertext_key(call.home(), ciphertext, name);
    Ok((key.await?, facts))
}

fn ciphertext(blob: Option<Blob>) -> Result<Vec<u8>> {
    let blob = blob.ok_or_else(|| {
        validation(
            "1 validation error detected: Value at 'ciphertextBlob' failed to satisfy constraint: Member must not be null",
        )
    })?;
    Ok(blob.into_bytes())
}

fn length(spec: Option<DataKeySpec>, bytes: Option<i32>) -> DataKeyRequest {
    DataKeyRequest {
        spec: spec.map(|spec| match spec {
            DataKeySpec::Aes256 => 32,
            DataKeySpec::Aes128 => 16,
        }),
        bytes: bytes.and_then(|bytes| usize::try_from(bytes).ok()),
    }
}

fn check_tokens(call: &Call<'_>, tokens: Option<Vec<String>>) -> Result<()> {
    let tokens = tokens.unwrap_or_default();
    Ok(call.service().kms_check_grant_tokens(&tokens)?)
}

fn check_algorithm(algorithm: Option<EncryptionAlgorithmSpec>) -> Result<()> {
    match algorithm {
        None | Some(EncryptionAlgorithmSpec::SymmetricDefault) => Ok(()),
        Some(_) => Err(refusal(
            KmsFault::InvalidKeyUsage,
            "The encryption algorithm is not one of the key.",
        )),
    }
}

/// There are no enclaves here that a secret could be encrypted for.
fn check_recipient(recipient: Option<&RecipientInfo>) -> Result<()> {
    match recipient {
        None => Ok(()),
        Some(_) => Err(refusal(
            KmsFault::UnsupportedOperation,
            "Recipients with attestation documents are not supported.",
        )),
    }
}
