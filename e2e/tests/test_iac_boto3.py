"""What Amazon's Terraform provider calls for the resources of ECR, in the order of its current versions, by boto3: create,
read, update, read, delete, read. What is read back must be what was written, or each plan would want to change it again."""

import json

import pytest

from lab.images import image
from lab.layers import push
from lab.reading import meaning, refused

FILTERS = [{"filterType": "WILDCARD", "filter": "dev-*"}, {"filterType": "WILDCARD", "filter": "latest"}]


@pytest.fixture
def ecr(user):
    return user.client()


@pytest.fixture
def role(user, name, request):
    """The ARN of a role that the account itself may assume."""
    iam = user.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{user.account}:root"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    word = f"iac-{name.rsplit('-', 1)[1]}"
    made = iam.create_role(RoleName=word, Path="/iac/", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    request.addfinalizer(lambda: iam.delete_role(RoleName=word))
    return made


def statement(principal, *actions, **members):
    return {"Sid": "x", "Effect": "Allow", "Principal": principal, "Action": list(actions)} | members


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def rule(priority=1, action=None, **selection):
    chosen = {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 3} | selection
    return {"rulePriority": priority, "description": "x", "selection": chosen, "action": action or {"type": "expire"}}


def test_repository(ecr, user, name):
    tags = [{"Key": "Team", "Value": "red"}, {"Key": "aws-like", "Value": ""}]
    made = ecr.create_repository(
        repositoryName=name,
        tags=tags,
        imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
        imageTagMutabilityExclusionFilters=FILTERS,
        imageScanningConfiguration={"scanOnPush": True},
        encryptionConfiguration={"encryptionType": "AES256"},
    )["repository"]

    def read():
        (seen,) = ecr.describe_repositories(repositoryNames=[name])["repositories"]
        found = ecr.list_tags_for_resource(resourceArn=seen["repositoryArn"])["tags"]
        return seen, sorted(found, key=lambda tag: tag["Key"])

    assert read() == (made, tags)
    assert made["imageTagMutabilityExclusionFilters"] == FILTERS
    own = {"repositoryName": name, "registryId": user.account}
    ecr.put_image_tag_mutability(imageTagMutability="MUTABLE", **own)
    # Without its block the provider sends an empty one, and takes the answer for false.
    ecr.put_image_scanning_configuration(imageScanningConfiguration={}, **own)
    ecr.untag_resource(resourceArn=made["repositoryArn"], tagKeys=["aws-like"])
    ecr.tag_resource(resourceArn=made["repositoryArn"], tags=[{"Key": "Team", "Value": "blue"}])
    seen, found = read()
    assert found == [{"Key": "Team", "Value": "blue"}]
    assert seen == {key: value for key, value in made.items() if key != "imageTagMutabilityExclusionFilters"} | {
        "imageTagMutability": "MUTABLE",
        "imageScanningConfiguration": {"scanOnPush": False},
    }
    ecr.delete_repository(force=False, **own)
    for call, what in (
        (ecr.describe_repositories, {"repositoryNames": [name]}),
        (ecr.list_tags_for_resource, {"resourceArn": made["repositoryArn"]}),
        (ecr.delete_repository, own),
        (ecr.get_lifecycle_policy, {"repositoryName": name}),
        (ecr.get_repository_policy, {"repositoryName": name}),
    ):
        sentence = refused("RepositoryNotFoundException", call, **what)
        assert sentence == f"The repository with name '{name}' does not exist in the registry with id '{user.account}'"


def test_repository_that_is_not_empty(ecr, user, repo):
    """The provider tells its user of `force_delete` when it sees this error."""
    push(user, repo, image("kept"), "v1")
    refused("RepositoryNotEmptyException", ecr.delete_repository, repositoryName=repo, force=False)
    ecr.delete_repository(repositoryName=repo, force=True)
    refused("RepositoryNotFoundException", ecr.describe_repositories, repositoryNames=[repo])


def test_data_sources(ecr, user, repo):
    tags = ["v1", "v2"]
    for tag in tags:
        push(user, repo, image(tag), tag)
    names = [
        seen["repositoryName"]
        for page in ecr.get_paginator("describe_repositories").paginate(PaginationConfig={"PageSize": 1})
        for seen in page["repositories"]
    ]
    assert repo in names
    images = ecr.list_images(repositoryName=repo, filter={"tagStatus": "TAGGED"})["imageIds"]
    assert sorted(one["imageTag"] for one in images) == tags
    details = ecr.describe_images(repositoryName=repo, registryId=user.account)["imageDetails"]
    assert sorted(one["imageTags"][0] for one in details) == tags
    (one,) = ecr.describe_images(repositoryName=repo, imageIds=[{"imageTag": "v2"}])["imageDetails"]
    assert one["imagePushedAt"] == max(one["imagePushedAt"] for one in details)
    refused("ImageNotFoundException", ecr.describe_images, repositoryName=repo, imageIds=[{"imageTag": "v3"}])
    (token,) = ecr.get_authorization_token()["authorizationData"]
    assert token["proxyEndpoint"].endswith(user.host)
    assert token["expiresAt"].tzinfo


ARCHIVE = {"type": "transition", "targetStorageClass": "archive"}
LIFECYCLES = [
    [rule()],
    [rule(countType="sinceImagePushed", countUnit="days", countNumber=14)],
    [rule(1, ARCHIVE, tagStatus="any", countType="sinceImagePulled", countUnit="days", countNumber=90)],
    [
        rule(9, tagStatus="any"),
        rule(1, tagStatus="tagged", tagPrefixList=["prod", "stage"]),
        rule(2, tagStatus="tagged", tagPatternList=["*-rc", "v*.*"]),
    ],
    [
        rule(1, ARCHIVE, countType="sinceImagePushed", countUnit="days"),
        rule(2, storageClass="archive", countType="sinceImageTransitioned", countUnit="days", countNumber=365),
    ],
]


def test_lifecycle_policy(ecr, repo):
    refused("LifecyclePolicyNotFoundException", ecr.get_lifecycle_policy, repositoryName=repo)
    for rules in LIFECYCLES:
        text = json.dumps({"rules": rules}, separators=(",", ":"))
        assert ecr.put_lifecycle_policy(repositoryName=repo, lifecyclePolicyText=text)["lifecyclePolicyText"] == text
        assert ecr.get_lifecycle_policy(repositoryName=repo)["lifecyclePolicyText"] == text
    ecr.delete_lifecycle_policy(repositoryName=repo)
    for call in (ecr.get_lifecycle_policy, ecr.delete_lifecycle_policy):
        refused("LifecyclePolicyNotFoundException", call, repositoryName=repo)


def policies(account, role):
    """Documents as people write them. A policy of a repository says nothing of resources."""
    root = f"arn:aws:iam::{account}:root"
    return [
        document(statement("*", "ecr:BatchGetImage", Condition={"StringEquals": {"aws:PrincipalOrgID": ["o-1", "o-2"]}})),
        document(statement({"AWS": account}, "ecr:*")),
        document(statement({"AWS": [root, role]}, "ecr:PutImage", "ecr:BatchGetImage")),
        document(statement({"AWS": role}, "ecr:PutImage") | {"Sid": "", "Action": "ecr:PutImage"}),
        document(statement({"Service": ["lambda.amazonaws.com", "codebuild.amazonaws.com"]}, "ecr:BatchGetImage")),
        {"Version": "2008-10-17", "Statement": statement({"AWS": root}, "ecr:BatchGetImage")},
        document(
            statement({"AWS": [role]}, "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"),
            statement({"AWS": "*"}, "ecr:DeleteRepository", Sid="y", Effect="Deny"),
        ),
    ]


@pytest.mark.parametrize("number", range(7))
def test_repository_policy(ecr, user, repo, role, number):
    wanted = policies(user.account, role)[number]
    refused("RepositoryPolicyNotFoundException", ecr.get_repository_policy, repositoryName=repo)
    written = ecr.set_repository_policy(repositoryName=repo, policyText=json.dumps(wanted))["policyText"]
    read = ecr.get_repository_policy(repositoryName=repo)["policyText"]
    assert meaning(written) == meaning(read) == meaning(wanted)
    # What was read is as good as what was written: nothing wanders off with each apply.
    ecr.set_repository_policy(repositoryName=repo, policyText=read)
    assert ecr.get_repository_policy(repositoryName=repo)["policyText"] == read
    own = {"repositoryName": repo, "registryId": user.account}
    assert meaning(ecr.delete_repository_policy(**own)["policyText"]) == meaning(wanted)
    for call in (ecr.get_repository_policy, ecr.delete_repository_policy):
        refused("RepositoryPolicyNotFoundException", call, **own)


def test_repository_policy_for_nobody(ecr, user, repo):
    """The provider tries for two minutes whether a principal comes to be, if the sentence has these words."""
    nobody = f"arn:aws:iam::{user.account}:role/nobody"
    text = json.dumps(document(statement({"AWS": nobody}, "ecr:PutImage")))
    sentence = refused("InvalidParameterException", ecr.set_repository_policy, repositoryName=repo, policyText=text)
    assert "Invalid repository policy provided" in sentence


def test_registry_policy(ecr, user, role):
    arn = f"arn:aws:ecr:{user.region}:{user.account}:repository/*"
    first = document(statement({"AWS": role}, "ecr:CreateRepository", "ecr:ReplicateImage", Resource=arn))
    second = document(statement({"AWS": f"arn:aws:iam::{user.account}:root"}, "ecr:ReplicateImage", Resource=[arn]))
    refused("RegistryPolicyNotFoundException", ecr.get_registry_policy)
    for wanted in (first, second):
        written = ecr.put_registry_policy(policyText=json.dumps(wanted))
        read = ecr.get_registry_policy()
        assert (read["registryId"], meaning(read["policyText"])) == (user.account, meaning(wanted))
        assert written["policyText"] == read["policyText"]
    assert meaning(ecr.delete_registry_policy()["policyText"]) == meaning(second)
    for call in (ecr.get_registry_policy, ecr.delete_registry_policy):
        refused("RegistryPolicyNotFoundException", call)


@pytest.mark.parametrize("prefix", ["iac/deep", "iac/slash/", "ROOT"])
def test_creation_template(ecr, user, role, prefix):
    def read():
        answer = ecr.describe_repository_creation_templates(prefixes=[prefix])
        assert answer["registryId"] == user.account
        (template,) = answer["repositoryCreationTemplates"]
        for key in ("createdAt", "updatedAt"):
            assert template.pop(key).tzinfo
        if "repositoryPolicy" in template:
            template["repositoryPolicy"] = meaning(template["repositoryPolicy"])
        return template

    plain = {
        "prefix": prefix,
        "imageTagMutability": "MUTABLE",
        "appliedFor": ["PULL_THROUGH_CACHE"],
        "encryptionConfiguration": {"encryptionType": "AES256"},
    }
    policy = document(statement({"AWS": role}, "ecr:BatchGetImage"))
    full = {
        "imageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "imageTagMutabilityExclusionFilters": FILTERS,
        "description": "all of it",
        "appliedFor": ["CREATE_ON_PUSH", "REPLICATION"],
        "customRoleArn": role,
        "lifecyclePolicy": json.dumps({"rules": LIFECYCLES[0]}, separators=(",", ":")),
        "resourceTags": [{"Key": "Team", "Value": "red"}],
    }
    made = ecr.create_repository_creation_template(prefix=prefix, appliedFor=["PULL_THROUGH_CACHE"])
    try:
        assert made["repositoryCreationTemplate"]["prefix"] == prefix
        assert read() == plain
        ecr.update_repository_creation_template(prefix=prefix, repositoryPolicy=json.dumps(policy), **full)
        assert read() == plain | full | {"repositoryPolicy": meaning(policy)}
        ecr.update_repository_creation_template(prefix=prefix, description="one member only")
        assert read() == plain | full | {"repositoryPolicy": meaning(policy), "description": "one member only"}
        # What is taken out of a configuration the provider sends as an empty text or list.
        ecr.update_repository_creation_template(
            prefix=prefix,
            imageTagMutability="MUTABLE",
            description="",
            appliedFor=["PULL_THROUGH_CACHE"],
            customRoleArn="",
            lifecyclePolicy="",
            repositoryPolicy="",
            resourceTags=[],
        )
        assert read() == plain
    finally:
        ecr.delete_repository_creation_template(prefix=prefix)
    assert ecr.describe_repository_creation_templates(prefixes=[prefix])["repositoryCreationTemplates"] == []
    refused("TemplateNotFoundException", ecr.delete_repository_creation_template, prefix=prefix)


SETTINGS = [
    ("BASIC_SCAN_TYPE_VERSION", ["AWS_NATIVE"]),
    ("REGISTRY_POLICY_SCOPE", ["V1", "V2"]),
    ("BLOB_MOUNTING", ["DISABLED", "ENABLED"]),
]


@pytest.mark.parametrize(("setting", "values"), SETTINGS, ids=[setting for setting, _ in SETTINGS])
def test_account_setting(ecr, setting, values):
    for value in values:
        put = ecr.put_account_setting(name=setting, value=value)
        assert (put["name"], put["value"]) == (setting, value)
        got = ecr.get_account_setting(name=setting)
        assert (got["name"], got["value"]) == (setting, value)


def test_registry_scanning_configuration(ecr, user, repo):
    """Rules are a set to the provider; destroying the resource puts the basic scanner without rules in its place."""

    def wildcard(*filters):
        return [{"filter": one, "filterType": "WILDCARD"} for one in filters]

    enhanced = [
        {"scanFrequency": "SCAN_ON_PUSH", "repositoryFilters": wildcard("*", "none/*/at-all")},
        {"scanFrequency": "CONTINUOUS_SCAN", "repositoryFilters": wildcard(f"{repo}*")},
    ]
    basic = [{"scanFrequency": "SCAN_ON_PUSH", "repositoryFilters": wildcard("e2e/*")}]
    # configuration, and how it says that the repository is scanned
    for scan_type, rules, frequency, filters in (
        ("ENHANCED", enhanced, "CONTINUOUS_SCAN", wildcard(f"{repo}*")),
        ("BASIC", basic, "SCAN_ON_PUSH", wildcard("e2e/*")),
        ("BASIC", [], "MANUAL", []),
    ):
        put = ecr.put_registry_scanning_configuration(scanType=scan_type, rules=rules)
        assert put["registryScanningConfiguration"] == {"scanType": scan_type, "rules": rules}
        got = ecr.get_registry_scanning_configuration()
        assert got["registryId"] == user.account
        assert got["scanningConfiguration"] == {"scanType": scan_type, "rules": rules}
        seen = ecr.batch_get_repository_scanning_configuration(repositoryNames=[repo, f"{repo}-none"])
        (one,) = seen["scanningConfigurations"]
        assert (one["repositoryName"], one["scanFrequency"], one["appliedScanFilters"]) == (repo, frequency, filters)
        assert one["scanOnPush"] == (frequency != "MANUAL")
        assert [failure["failureCode"] for failure in seen["failures"]] == ["REPOSITORY_NOT_FOUND"]
    # The repository's own word counts where the registry has no rules, and is shown by every read.
    ecr.put_image_scanning_configuration(repositoryName=repo, imageScanningConfiguration={"scanOnPush": True})
    (described,) = ecr.describe_repositories(repositoryNames=[repo])["repositories"]
    assert described["imageScanningConfiguration"] == {"scanOnPush": True}
    (one,) = ecr.batch_get_repository_scanning_configuration(repositoryNames=[repo])["scanningConfigurations"]
    assert (one["scanOnPush"], one["scanFrequency"]) == (True, "SCAN_ON_PUSH")


def test_pull_time_update_exclusion(ecr, role):
    def read():
        return ecr.list_pull_time_update_exclusions()["pullTimeUpdateExclusions"]

    assert ecr.register_pull_time_update_exclusion(principalArn=role)["principalArn"] == role
    assert role in read()
    refused("ExclusionAlreadyExistsException", ecr.register_pull_time_update_exclusion, principalArn=role)
    assert ecr.deregister_pull_time_update_exclusion(principalArn=role)["principalArn"] == role
    assert role not in read()
    refused("ExclusionNotFoundException", ecr.deregister_pull_time_update_exclusion, principalArn=role)
