//! Quotas and rates as the configuration chooses them: a profile, and what is set beside it.

use registry::Quotas;
use server::Rates;

use crate::settings::{QuotaProfile, QuotaSettings};

/// What the settings come to.
pub(crate) fn of(settings: QuotaSettings) -> (Quotas, Rates) {
    let profile = settings.profile.unwrap_or(QuotaProfile::Default);
    let rules = settings.rates.unwrap_or_default();
    let (base, rates) = match profile {
        QuotaProfile::Default => (Quotas::ECR, Rates::of(rules)),
        QuotaProfile::Ecr => (Quotas::ECR, Rates::of_ecr(rules)),
        QuotaProfile::None => (Quotas::NONE, Rates::of(rules)),
    };
    let quotas = Quotas {
        repositories: settings.repositories.map_or(base.repositories, Into::into),
        images: settings.images.map_or(base.images, Into::into),
        tags: settings.tags.map_or(base.tags, Into::into),
    };
    (quotas, rates)
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use super::*;

    #[test]
    fn they_start_from_a_profile() {
        let unbounded = |images| Quotas {
            images,
            ..Quotas::NONE
        };
        for (profile, images, expect) in [
            (None, None, (Quotas::ECR, Rates::default())),
            (
                Some(QuotaProfile::Ecr),
                None,
                (Quotas::ECR, Rates::of_ecr(Vec::new())),
            ),
            (Some(QuotaProfile::None), None, (Quotas::NONE, Rates::default())),
            (
                Some(QuotaProfile::None),
                NonZeroU32::new(7),
                (unbounded(7), Rates::default()),
            ),
        ] {
            let settings = QuotaSettings {
                profile,
                images,
                ..QuotaSettings::default()
            };
            assert_eq!(of(settings), expect);
        }
        let rules = || vec!["rate=1".parse().unwrap()];
        let settings = QuotaSettings {
            rates: Some(rules()),
            ..QuotaSettings::default()
        };
        assert_eq!(of(settings), (Quotas::ECR, Rates::of(rules())));
    }
}
