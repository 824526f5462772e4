"""KMS by boto3 and the AWS CLI: keys, aliases, policies, grants, rotation, deletion, encryption."""

import base64
import json

import pytest
from botocore.exceptions import ClientError

from lab.process import VENV, run


@pytest.fixture
def kms(user):
    return user.client("kms")


def refused(call, **members):
    with pytest.raises(ClientError) as caught:
        call(**members)
    return caught.value.response["Error"]["Code"]


@pytest.fixture
def key(kms):
    return kms.create_key(Description="e2e", Tags=[{"TagKey": "team", "TagValue": "a"}])["KeyMetadata"]["Arn"]


def test_keys_are_made_named_and_listed(kms, key):
    alias = "alias/" + key[-8:]
    kms.create_alias(AliasName=alias, TargetKeyId=key)
    assert kms.describe_key(KeyId=alias)["KeyMetadata"]["Arn"] == key
    pages = kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 1})
    assert key in [one["KeyArn"] for page in pages for one in page["Keys"]]
    pages = kms.get_paginator("list_aliases").paginate(PaginationConfig={"PageSize": 1})
    assert alias in [one["AliasName"] for page in pages for one in page["Aliases"]]
    pages = kms.get_paginator("list_resource_tags").paginate(KeyId=key)
    assert [one["TagKey"] for page in pages for one in page["Tags"]] == ["team"]
    kms.delete_alias(AliasName=alias)
    with pytest.raises(kms.exceptions.NotFoundException):
        kms.describe_key(KeyId=alias)


def test_what_is_encrypted_is_bound_to_its_context(kms, key):
    context = {"aws:ecr:arn": "r"}
    made = kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext=context)
    opened = kms.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext=context)
    assert opened["Plaintext"] == made["Plaintext"]
    with pytest.raises(kms.exceptions.InvalidCiphertextException):
        kms.decrypt(CiphertextBlob=made["CiphertextBlob"])
    kms.rotate_key_on_demand(KeyId=key)
    moved = kms.re_encrypt(
        CiphertextBlob=made["CiphertextBlob"], SourceEncryptionContext=context, DestinationKeyId=key
    )
    assert moved["SourceKeyMaterialId"] != moved["DestinationKeyMaterialId"]
    assert kms.decrypt(CiphertextBlob=moved["CiphertextBlob"])["Plaintext"] == made["Plaintext"]
    with pytest.raises(kms.exceptions.DryRunOperationException):
        kms.encrypt(KeyId=key, Plaintext=b"a", DryRun=True)


def test_states_have_their_errors(kms, key):
    blob = kms.encrypt(KeyId=key, Plaintext=b"a")["CiphertextBlob"]
    kms.disable_key(KeyId=key)
    with pytest.raises(kms.exceptions.DisabledException):
        kms.decrypt(CiphertextBlob=blob)
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    with pytest.raises(kms.exceptions.KMSInvalidStateException):
        kms.decrypt(CiphertextBlob=blob)
    kms.cancel_key_deletion(KeyId=key)
    kms.enable_key(KeyId=key)
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"a"


def test_policies_and_grants(kms, key):
    policy = json.loads(kms.get_key_policy(KeyId=key)["Policy"])
    assert policy["Id"] == "key-default-1"
    root = policy["Statement"][0]["Principal"]["AWS"]
    granted = kms.create_grant(KeyId=key, GranteePrincipal=root, RetiringPrincipal=root, Operations=["Decrypt"])
    pages = kms.get_paginator("list_grants").paginate(KeyId=key)
    assert [one["GrantId"] for page in pages for one in page["Grants"]] == [granted["GrantId"]]
    kms.revoke_grant(KeyId=key, GrantId=granted["GrantId"])
    assert refused(kms.put_key_policy, KeyId=key, Policy="{}") == "MalformedPolicyDocumentException"


@pytest.mark.parametrize("aws", [VENV / "aws", "/usr/bin/aws"])
def test_the_command_line(user, key, folder, aws):
    def call(*arguments):
        return run(aws, "kms", *arguments, "--endpoint-url", user.url, env=user.env).out.strip()

    # The two versions read bytes on the command line differently, and in files alike.
    plain, sealed = folder / "plain", folder / "sealed"
    plain.write_bytes(b"hello")
    assert json.loads(call("describe-key", "--key-id", key))["KeyMetadata"]["Arn"] == key
    words = ["--plaintext", f"fileb://{plain}", "--query", "CiphertextBlob", "--output", "text"]
    sealed.write_bytes(base64.b64decode(call("encrypt", "--key-id", key, *words)))
    words = ["--ciphertext-blob", f"fileb://{sealed}", "--query", "Plaintext", "--output", "text"]
    assert base64.b64decode(call("decrypt", *words)) == b"hello"
