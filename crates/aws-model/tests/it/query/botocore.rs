//! What botocore 1.44.5 writes, read back. The forms were written by its serializer of the Query
//! protocol from the inputs beside them.

use aws_model::{Shape, decode_query, iam, sts};

/// A text with everything that a form escapes; where the service wants a policy it looks no closer here.
const POLICY: &str = "{\"a\": \"*+%&=\u{e9}\"}";

/// A member that is set.
fn set<T>(value: impl Into<T>) -> Option<T> {
    Some(value.into())
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn tag(key: &str, value: &str) -> iam::Tag {
    iam::Tag {
        key: key.to_owned(),
        value: value.to_owned(),
    }
}

/// Undoes the escapes of a form.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next().expect("two digits")).to_digit(16);
                u8::try_from(digit().expect("a digit") * 16 + digit().expect("a digit")).expect("a byte")
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).expect("a text")
}

fn check<T: Shape + PartialEq + std::fmt::Debug>(form: &str, expect: &T) {
    let pairs = form.split('&').map(|pair| pair.split_once('=').expect("a pair"));
    let unescaped = pairs.map(|(name, value)| (unescape(name), unescape(value)));
    let pairs: Vec<(String, String)> = unescaped.collect();
    let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    assert_eq!(decode_query::<T>(pairs).as_ref(), Ok(expect), "{form}");
}

#[test]
fn users() {
    check(
        "Action=CreateUser&Version=2010-05-08&UserName=kim",
        &iam::CreateUserRequest {
            user_name: "kim".to_owned(),
            ..Default::default()
        },
    );
    check(
        "Action=CreateUser&Version=2010-05-08&UserName=kim%2Blee%3Da%2Cb.c%40d-e_f&Path=%2Fbuild%2Fx~%21%2F\
         &PermissionsBoundary=arn%3Aaws%3Aiam%3A%3A210987654321%3Apolicy%2Fedge&Tags.member.1.Key=team\
         &Tags.member.1.Value=build+%2B+run&Tags.member.2.Key=empty&Tags.member.2.Value=\
         &Tags.member.3.Key=ort&Tags.member.3.Value=Z%C3%BCrich+%E6%9D%B1",
        &iam::CreateUserRequest {
            path: set("/build/x~!/"),
            user_name: "kim+lee=a,b.c@d-e_f".to_owned(),
            permissions_boundary: set("arn:aws:iam::210987654321:policy/edge"),
            tags: Some(vec![
                tag("team", "build + run"),
                tag("empty", ""),
                tag("ort", "Z\u{fc}rich \u{6771}"),
            ]),
        },
    );
    check(
        "Action=GetUser&Version=2010-05-08",
        &iam::GetUserRequest::default(),
    );
    check(
        "Action=ListUsers&Version=2010-05-08&PathPrefix=%2Fbuild%2F&Marker=AAF%2B%2F%3D&MaxItems=1000",
        &iam::ListUsersRequest {
            path_prefix: set("/build/"),
            marker: set("AAF+/="),
            max_items: Some(1000),
        },
    );
    check(
        "Action=UpdateAccessKey&Version=2010-05-08&AccessKeyId=AKIAIOSFODNN7EXAMPLE&Status=Inactive",
        &iam::UpdateAccessKeyRequest {
            user_name: None,
            access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            status: iam::StatusType::Inactive,
        },
    );
}

#[test]
fn tags() {
    let tags = (1..=11).map(|index| tag(&format!("k{index}"), &format!("v{index}")));
    check(
        "Action=TagUser&Version=2010-05-08&UserName=kim&Tags.member.1.Key=k1&Tags.member.1.Value=v1\
         &Tags.member.2.Key=k2&Tags.member.2.Value=v2&Tags.member.3.Key=k3&Tags.member.3.Value=v3\
         &Tags.member.4.Key=k4&Tags.member.4.Value=v4&Tags.member.5.Key=k5&Tags.member.5.Value=v5\
         &Tags.member.6.Key=k6&Tags.member.6.Value=v6&Tags.member.7.Key=k7&Tags.member.7.Value=v7\
         &Tags.member.8.Key=k8&Tags.member.8.Value=v8&Tags.member.9.Key=k9&Tags.member.9.Value=v9\
         &Tags.member.10.Key=k10&Tags.member.10.Value=v10&Tags.member.11.Key=k11&Tags.member.11.Value=v11",
        &iam::TagUserRequest {
            user_name: "kim".to_owned(),
            tags: tags.collect(),
        },
    );
    check(
        "Action=UntagUser&Version=2010-05-08&UserName=kim&TagKeys.member.1=a+b&TagKeys.member.2=c",
        &iam::UntagUserRequest {
            user_name: "kim".to_owned(),
            tag_keys: texts(&["a b", "c"]),
        },
    );
    check(
        "Action=UntagUser&Version=2010-05-08&UserName=kim&TagKeys=",
        &iam::UntagUserRequest {
            user_name: "kim".to_owned(),
            tag_keys: Vec::new(),
        },
    );
}

#[test]
fn policies() {
    check(
        "Action=PutUserPolicy&Version=2010-05-08&UserName=kim&PolicyName=p\
         &PolicyDocument=%7B%22a%22%3A+%22%2A%2B%25%26%3D%C3%A9%22%7D",
        &iam::PutUserPolicyRequest {
            user_name: "kim".to_owned(),
            policy_name: "p".to_owned(),
            policy_document: POLICY.to_owned(),
        },
    );
    check(
        "Action=PutRolePolicy&Version=2010-05-08&RoleName=ci&PolicyName=p\
         &PolicyDocument=%7B%0A%09%22Version%22%3A+%222012-10-17%22+%7D%0D%0A%25+%2B+%C3%A9",
        &iam::PutRolePolicyRequest {
            role_name: "ci".to_owned(),
            policy_name: "p".to_owned(),
            policy_document: "{\n\t\"Version\": \"2012-10-17\" }\r\n% + \u{e9}".to_owned(),
        },
    );
    check(
        "Action=CreatePolicyVersion&Version=2010-05-08\
         &PolicyArn=arn%3Aaws%3Aiam%3A%3A210987654321%3Apolicy%2Fpush\
         &PolicyDocument=%7B%22a%22%3A+%22%2A%2B%25%26%3D%C3%A9%22%7D&SetAsDefault=true",
        &iam::CreatePolicyVersionRequest {
            policy_arn: "arn:aws:iam::210987654321:policy/push".to_owned(),
            policy_document: POLICY.to_owned(),
            set_as_default: Some(true),
        },
    );
    check(
        "Action=ListPolicies&Version=2010-05-08&Scope=Local&OnlyAttached=false\
         &PolicyUsageFilter=PermissionsBoundary",
        &iam::ListPoliciesRequest {
            scope: Some(iam::PolicyScopeType::Local),
            only_attached: Some(false),
            policy_usage_filter: Some(iam::PolicyUsageType::PermissionsBoundary),
            ..Default::default()
        },
    );
    check(
        "Action=ListEntitiesForPolicy&Version=2010-05-08\
         &PolicyArn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FAmazonEC2ContainerRegistryReadOnly\
         &EntityFilter=Role",
        &iam::ListEntitiesForPolicyRequest {
            policy_arn: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly".to_owned(),
            entity_filter: Some(iam::EntityType::Role),
            ..Default::default()
        },
    );
}

#[test]
fn roles_and_profiles() {
    check(
        "Action=CreateRole&Version=2010-05-08&RoleName=ci\
         &AssumeRolePolicyDocument=%7B%22a%22%3A+%22%2A%2B%25%26%3D%C3%A9%22%7D&MaxSessionDuration=43200\
         &Description=for+%22CI%22+%3Cok%3E",
        &iam::CreateRoleRequest {
            role_name: "ci".to_owned(),
            assume_role_policy_document: POLICY.to_owned(),
            description: set("for \"CI\" <ok>"),
            max_session_duration: Some(43_200),
            ..Default::default()
        },
    );
    check(
        "Action=UpdateRole&Version=2010-05-08&RoleName=ci&Description=&MaxSessionDuration=3600",
        &iam::UpdateRoleRequest {
            role_name: "ci".to_owned(),
            description: set(""),
            max_session_duration: Some(3_600),
        },
    );
    check(
        "Action=AddRoleToInstanceProfile&Version=2010-05-08&InstanceProfileName=web&RoleName=ci",
        &iam::AddRoleToInstanceProfileRequest {
            instance_profile_name: "web".to_owned(),
            role_name: "ci".to_owned(),
        },
    );
    check(
        "Action=CreateServiceLinkedRole&Version=2010-05-08&AWSServiceName=replication.ecr.amazonaws.com",
        &iam::CreateServiceLinkedRoleRequest {
            aws_service_name: "replication.ecr.amazonaws.com".to_owned(),
            ..Default::default()
        },
    );
    check(
        "Action=DeleteServiceLinkedRole&Version=2010-05-08&RoleName=AWSServiceRoleForECRReplication",
        &iam::DeleteServiceLinkedRoleRequest {
            role_name: "AWSServiceRoleForECRReplication".to_owned(),
        },
    );
}

#[test]
fn the_account() {
    check(
        "Action=CreateOpenIDConnectProvider&Version=2010-05-08\
         &Url=https%3A%2F%2Ftoken.example.com%2Fa%3Fb%3Dc&ClientIDList.member.1=sts.amazonaws.com\
         &ClientIDList.member.2=x+y&ThumbprintList.member.1=6938fd4d98bab03faadb97b34396831e3780aea1",
        &iam::CreateOpenIDConnectProviderRequest {
            url: "https://token.example.com/a?b=c".to_owned(),
            client_id_list: Some(texts(&["sts.amazonaws.com", "x y"])),
            thumbprint_list: Some(texts(&["6938fd4d98bab03faadb97b34396831e3780aea1"])),
            ..Default::default()
        },
    );
    check(
        "Action=GetAccountAuthorizationDetails&Version=2010-05-08&Filter.member.1=User\
         &Filter.member.2=LocalManagedPolicy&MaxItems=1",
        &iam::GetAccountAuthorizationDetailsRequest {
            filter: Some(vec![iam::EntityType::User, iam::EntityType::LocalManagedPolicy]),
            max_items: Some(1),
            ..Default::default()
        },
    );
    check(
        "Action=CreateAccountAlias&Version=2010-05-08&AccountAlias=my-shop",
        &iam::CreateAccountAliasRequest {
            account_alias: "my-shop".to_owned(),
        },
    );
}

#[test]
fn simulations() {
    check(
        "Action=SimulateCustomPolicy&Version=2010-05-08\
         &PolicyInputList.member.1=%7B%22a%22%3A+%22%2A%2B%25%26%3D%C3%A9%22%7D\
         &PolicyInputList.member.2=%7B%22a%22%3A+%22%2A%2B%25%26%3D%C3%A9%22%7D\
         &PermissionsBoundaryPolicyInputList.member.1=%7B%22a%22%3A+%22%2A%2B%25%26%3D%C3%A9%22%7D\
         &ActionNames.member.1=ecr%3APutImage&ActionNames.member.2=ecr%3A%2A\
         &ResourceArns.member.1=arn%3Aaws%3Aecr%3Aeu-north-1%3A210987654321%3Arepository%2Fa%2Fb\
         &CallerArn=arn%3Aaws%3Aiam%3A%3A210987654321%3Auser%2Fkim\
         &ContextEntries.member.1.ContextKeyName=aws%3ARequestTag%2Fx\
         &ContextEntries.member.1.ContextKeyValues.member.1=1\
         &ContextEntries.member.1.ContextKeyValues.member.2=2\
         &ContextEntries.member.1.ContextKeyType=stringList\
         &ContextEntries.member.2.ContextKeyName=aws%3ASourceIp\
         &ContextEntries.member.2.ContextKeyValues.member.1=10.0.0.1\
         &ContextEntries.member.2.ContextKeyType=ip",
        &iam::SimulateCustomPolicyRequest {
            policy_input_list: vec![POLICY.to_owned(), POLICY.to_owned()],
            permissions_boundary_policy_input_list: Some(vec![POLICY.to_owned()]),
            action_names: texts(&["ecr:PutImage", "ecr:*"]),
            resource_arns: Some(texts(&["arn:aws:ecr:eu-north-1:210987654321:repository/a/b"])),
            caller_arn: set("arn:aws:iam::210987654321:user/kim"),
            context_entries: Some(vec![
                iam::ContextEntry {
                    context_key_name: set("aws:RequestTag/x"),
                    context_key_values: Some(texts(&["1", "2"])),
                    context_key_type: Some(iam::ContextKeyTypeEnum::StringList),
                },
                iam::ContextEntry {
                    context_key_name: set("aws:SourceIp"),
                    context_key_values: Some(texts(&["10.0.0.1"])),
                    context_key_type: Some(iam::ContextKeyTypeEnum::Ip),
                },
            ]),
            ..Default::default()
        },
    );
    check(
        "Action=SimulatePrincipalPolicy&Version=2010-05-08\
         &PolicySourceArn=arn%3Aaws%3Aiam%3A%3A210987654321%3Arole%2Fci&ActionNames.member.1=ecr%3APutImage\
         &ResourcePolicy=%7B%22a%22%3A+%22%2A%2B%25%26%3D%C3%A9%22%7D\
         &ResourceOwner=arn%3Aaws%3Aiam%3A%3A210987654321%3Aroot\
         &ResourceHandlingOption=EC2-VPC-InstanceStore",
        &iam::SimulatePrincipalPolicyRequest {
            policy_source_arn: "arn:aws:iam::210987654321:role/ci".to_owned(),
            action_names: texts(&["ecr:PutImage"]),
            resource_policy: set(POLICY),
            resource_owner: set("arn:aws:iam::210987654321:root"),
            resource_handling_option: set("EC2-VPC-InstanceStore"),
            ..Default::default()
        },
    );
    check(
        "Action=GetContextKeysForCustomPolicy&Version=2010-05-08\
         &PolicyInputList.member.1=%7B%22a%22%3A+%22%2A%2B%25%26%3D%C3%A9%22%7D",
        &iam::GetContextKeysForCustomPolicyRequest {
            policy_input_list: vec![POLICY.to_owned()],
        },
    );
}

#[test]
fn sessions() {
    check(
        "Action=GetCallerIdentity&Version=2011-06-15",
        &sts::GetCallerIdentityRequest {},
    );
    check(
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A210987654321%3Arole%2Fci\
         &RoleSessionName=build-7%40x&DurationSeconds=900&ExternalId=a%3Ab%2Fc\
         &Policy=%7B%22a%22%3A+%22%2A%2B%25%26%3D%C3%A9%22%7D\
         &PolicyArns.member.1.arn=arn%3Aaws%3Aiam%3A%3A210987654321%3Apolicy%2Fpush\
         &PolicyArns.member.2.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnlyAccess&Tags.member.1.Key=team\
         &Tags.member.1.Value=build&TransitiveTagKeys.member.1=team&SourceIdentity=kim\
         &SerialNumber=arn%3Aaws%3Aiam%3A%3A210987654321%3Amfa%2Fkim&TokenCode=012345",
        &sts::AssumeRoleRequest {
            role_arn: "arn:aws:iam::210987654321:role/ci".to_owned(),
            role_session_name: "build-7@x".to_owned(),
            policy_arns: Some(vec![
                sts::PolicyDescriptorType {
                    arn: set("arn:aws:iam::210987654321:policy/push"),
                },
                sts::PolicyDescriptorType {
                    arn: set("arn:aws:iam::aws:policy/ReadOnlyAccess"),
                },
            ]),
            policy: set(POLICY),
            duration_seconds: Some(900),
            tags: Some(vec![sts::Tag {
                key: "team".to_owned(),
                value: "build".to_owned(),
            }]),
            transitive_tag_keys: Some(texts(&["team"])),
            external_id: set("a:b/c"),
            serial_number: set("arn:aws:iam::210987654321:mfa/kim"),
            token_code: set("012345"),
            source_identity: set("kim"),
            ..Default::default()
        },
    );
    check(
        "Action=AssumeRoleWithWebIdentity&Version=2011-06-15\
         &RoleArn=arn%3Aaws%3Aiam%3A%3A210987654321%3Arole%2Fci&RoleSessionName=web\
         &WebIdentityToken=eyJh.eyJz-_.c2ln&ProviderId=www.example.com",
        &sts::AssumeRoleWithWebIdentityRequest {
            role_arn: "arn:aws:iam::210987654321:role/ci".to_owned(),
            role_session_name: "web".to_owned(),
            web_identity_token: "eyJh.eyJz-_.c2ln".to_owned().into(),
            provider_id: set("www.example.com"),
            ..Default::default()
        },
    );
}

#[test]
fn other_operations_of_sts() {
    check(
        "Action=GetSessionToken&Version=2011-06-15&DurationSeconds=129600",
        &sts::GetSessionTokenRequest {
            duration_seconds: Some(129_600),
            ..Default::default()
        },
    );
    check(
        "Action=GetAccessKeyInfo&Version=2011-06-15&AccessKeyId=ASIAIOSFODNN7EXAMPLE",
        &sts::GetAccessKeyInfoRequest {
            access_key_id: "ASIAIOSFODNN7EXAMPLE".to_owned(),
        },
    );
    check(
        "Action=GetFederationToken&Version=2011-06-15&Name=bob&PolicyArns=&Tags=",
        &sts::GetFederationTokenRequest {
            name: "bob".to_owned(),
            policy_arns: Some(Vec::new()),
            tags: Some(Vec::new()),
            ..Default::default()
        },
    );
    check(
        "Action=DecodeAuthorizationMessage&Version=2011-06-15&EncodedMessage=abc%2B%2F%3D",
        &sts::DecodeAuthorizationMessageRequest {
            encoded_message: "abc+/=".to_owned(),
        },
    );
}
