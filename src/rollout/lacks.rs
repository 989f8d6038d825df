//! What a process has to know to look after a rollout. A look without it would judge what it can't see: "cannot tell" pauses a
//! rollout that is healthy where it can be seen.

use crate::message::RolloutLack;
use crate::rollout::fold::Fold;
use crate::rollout::policy::{Ask, Secret, Source};
use crate::rollout::source;

/// What is not known here of what carries out an order; of a look, where there is none. `named`: addresses of servers that were
/// named here; `missing`: addresses and secrets that are not known here, as the journal has them; `commands`: whether they are run
/// here.
///
/// All traffic goes back without a look at any figure, so nothing stands in the way of an abort.
#[must_use]
pub fn lacks(
    fold: &Fold,
    order: Option<&str>,
    named: &[String],
    missing: &[String],
    commands: bool,
) -> Vec<RolloutLack> {
    if fold.state.ended() || order == Some("abort") {
        return Vec::new();
    }
    let unknown = |secret: &Secret| missing.contains(&secret.kept());
    let unsigned = matches!(&fold.policy.guard.source, Source::Http { secret: Some(secret), .. } if unknown(secret));
    let source = (unsigned || source::is_unnamed(&fold.policy, named)).then_some(RolloutLack::Source);
    let hooks = fold.policy.hooks.iter().filter_map(|hook| {
        let name = || hook.shown().to_owned();
        let of_secret =
            |secret: &Secret| RolloutLack::Hook { hook: name(), variable: secret.variable().map(str::to_owned) };
        match &hook.ask {
            Ask::Function { .. } => None,
            Ask::Http { url, secret } => {
                std::iter::once(url).chain(secret).find(|secret| unknown(secret)).map(of_secret)
            }
            Ask::Command { .. } if !commands => Some(RolloutLack::Command { hook: name() }),
            Ask::Command { line } => Some(line).filter(|line| unknown(line)).map(of_secret),
        }
    });
    source.into_iter().chain(hooks).collect()
}
