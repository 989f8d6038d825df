//! What users were exposed to, counted after every call, against what was asked for.

use super::{Asked, AtWork, CODES, CROSSED_MS, KEYS, Trial};
use crate::support::cloud::{Function, WHOLE};
use crate::support::sha;

impl Trial {
    /// What a turn came to: what was asked is counted when it was planned, what is exposed after every call.
    pub(super) fn looks(&mut self, one: &mut AtWork) {
        if !one.planned
            && let Some(event) = one.run.shown().iter().find(|event| event["type"] == "planned")
        {
            one.planned = true;
            one.plan = event.to_string();
            let asked = match (&one.asked, &self.ordered[one.machine]) {
                (Asked::Resume, Some(ordered)) => ordered.clone(),
                (asked, _) => asked.clone(),
            };
            self.allow(&asked);
        }
        let Some((action, name)) = one.run.called().cloned() else { return };
        let writes = !["Get", "List"].iter().any(|start| action.starts_with(start));
        if writes {
            self.writes.push((self.cloud.now, one.machine, name.clone()));
            self.told.push(format!("{} machine {} {action} {name}", self.cloud.now, one.machine));
        }
        if action == "UpdateFunctionCode" {
            self.by_triggers(one, &name);
        }
        self.count(one, &name);
    }

    fn allow(&mut self, asked: &Asked) {
        for key in KEYS {
            let name = format!("{key}-dev");
            let function = &self.cloud.functions[&name];
            let had = function.default_alias().most_of("$LATEST");
            let part = |share: f64| (share * WHOLE as f64).round() as u64;
            let on_latest = CODES.as_flattened().iter().find(|code| function.code == sha(code));
            let (code, share) = match asked {
                Asked::Canary(code, share, _) => (*code, part(*share)),
                Asked::Release(code) => (*code, WHOLE),
                Asked::Upload(code) => (*code, had),
                Asked::Raise(share) => match on_latest {
                    Some(code) => (*code, part(*share)),
                    None => continue,
                },
                _ => continue,
            };
            let allowed = self.allowed.entry((name, code)).or_default();
            *allowed = (*allowed).max(share);
        }
    }

    /// A trigger that calls `$LATEST` runs what is uploaded at once: the plan must have named it.
    fn by_triggers(&mut self, one: &AtWork, name: &str) {
        let function = &self.cloud.functions[name];
        for trigger in function.triggers.iter().filter(|trigger| trigger["Qualifier"] == "$LATEST") {
            let named = trigger["TriggerName"].as_str().unwrap();
            let said = one.plan.contains(named) || one.plan.contains("not checked: triggers");
            assert!(said, "{name} runs {named} on new code unsaid: {} {:#?}", one.plan, self.told);
            self.seen.by_trigger += 1;
        }
    }

    /// Code that gets more than was asked for it: only where two writes crossed.
    fn count(&mut self, one: &AtWork, name: &str) {
        let machine = one.machine;
        let Some(function) = self.cloud.functions.get(name) else { return };
        for code in CODES.as_flattened() {
            let share = exposed(function, code);
            let key = (name.to_owned(), *code);
            let allowed = self.allowed.get(&key).copied().unwrap_or(0);
            if share <= allowed {
                self.above.remove(&key);
                self.orphans.remove(&key);
                continue;
            }
            if self.above.contains_key(&key) || self.orphans.contains_key(&key) {
                continue;
            }
            let now = self.cloud.now;
            let crossed = self
                .writes
                .iter()
                .any(|(when, by, what)| *by != machine && what == name && now.saturating_sub(*when) <= CROSSED_MS);
            let what = format!("{code} of {name} has {share} of {allowed}: {:?}", function.aliases);
            if matches!(one.asked, Asked::Undo | Asked::Rollback(_)) && self.undoes_in_the_dark(machine, name) {
                self.orphans.insert(key, what);
                continue;
            }
            assert!(crossed, "{what} {:#?}", self.told);
            self.told.push(format!("{now} crossed: {what}"));
            self.seen.crossed += 1;
            self.above.insert(key, what);
        }
    }

    /// A rollback reads no code, so undoing it goes by the time of the last write: an upload within seconds of the rollback
    /// can't be told from one before it.
    fn undoes_in_the_dark(&self, machine: usize, name: &str) -> bool {
        let of_function = |(_, by, what): &&(u64, usize, String)| what == name && (*by == machine);
        let own: Vec<u64> = self.writes.iter().filter(of_function).map(|(when, ..)| *when).collect();
        let Some(before) = own.iter().rev().nth(1) else { return false };
        self.writes
            .iter()
            .any(|(when, by, what)| *by != machine && what == name && when.abs_diff(*before) <= CROSSED_MS)
    }

    /// Who ended well has his own code serving as he asked, or someone else came later.
    pub(super) fn serves(&mut self, asked: &Asked) {
        let (code, share) = match asked {
            Asked::Canary(code, share, _) => (*code, (share * WHOLE as f64).round() as u64),
            Asked::Release(code) => (*code, WHOLE),
            _ => return,
        };
        for key in KEYS {
            let name = format!("{key}-dev");
            let now = self.cloud.now;
            let last = self.writes.iter().rev().find(|(_, _, what)| *what == name);
            let share_now = exposed(&self.cloud.functions[&name], code);
            let other_came_later = last.is_some_and(|(when, ..)| now - when < 1_000);
            assert!(
                share_now >= share || other_came_later,
                "{code} of {name} was to have {share}, it has {share_now} (seed {}): {:#?}",
                self.seed,
                self.told
            );
        }
    }
}

/// The share of users that an alias gives this code, on `$LATEST` from the upload on.
fn exposed(function: &Function, code: &str) -> u64 {
    let digest = sha(code);
    let alias = function.default_alias();
    let by_version = function.versions.iter().filter(|made| made.code == digest);
    let versions: u64 = by_version.map(|made| alias.most_of(&made.number.to_string())).sum();
    let latest = if function.code == digest { alias.most_of("$LATEST") } else { 0 };
    (versions + latest).min(WHOLE)
}
