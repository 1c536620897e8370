//! Sharing out, to the last unit.

/// At most `available`, shared out in proportion to what is wanted; whole
/// numbers that add up, the largest remainders first.
pub(super) fn in_proportion(wanted: &[i64], available: i64) -> Vec<i64> {
    let all: i128 = wanted.iter().map(|wanted| i128::from(*wanted)).sum();
    let available = i128::from(available.max(0));
    if all <= available {
        return wanted.to_vec();
    }
    let mut shares: Vec<(i128, i128)> = wanted
        .iter()
        .map(|wanted| {
            let product = i128::from(*wanted) * available;
            (product / all, product % all)
        })
        .collect();
    let mut missing = available - shares.iter().map(|(share, _)| share).sum::<i128>();
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(shares.get(*index).map(|(_, rest)| *rest)));
    for index in order {
        if missing == 0 {
            break;
        }
        if let Some((share, _)) = shares.get_mut(index) {
            *share += 1;
            missing -= 1;
        }
    }
    shares
        .into_iter()
        .map(|(share, _)| i64::try_from(share).unwrap_or(i64::MAX))
        .collect()
}

/// `amount` shared out by weights, adding up exactly.
pub(in crate::billing::whatif) fn in_proportion_of(weights: &[i64], amount: i64) -> Vec<i64> {
    let mut left_weight: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    let mut left = i128::from(amount);
    weights
        .iter()
        .map(|weight| {
            let weight = i128::from(*weight);
            let share = if left_weight == 0 {
                0
            } else {
                left * weight / left_weight
            };
            left -= share;
            left_weight -= weight;
            i64::try_from(share).unwrap_or(i64::MAX)
        })
        .collect()
}
