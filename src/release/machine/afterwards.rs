//! After a rollback: who still calls `$LATEST` past the alias (rule 24). The writes are over by then, and nothing that is
//! found or can't be read changes how the run ended.

use super::Release;
use super::after::Afterwards;
use crate::plan;
use crate::plan::{Need, direct};
use crate::release::request::Operation;

impl Release {
    /// Looks who calls the functions of a rollback directly, and notes it. Whether there is something to wait for.
    pub(super) fn look_afterwards(&mut self, now_ms: u64) -> bool {
        let desired =
            self.observation.operation == Operation::Run && self.observation.intent.goes_back() && !self.stopping;
        match self.afterwards {
            Afterwards::Due if desired => {
                self.afterwards = Afterwards::Looking;
                let execution = must!(self, self.execution.as_ref(), "no plan");
                let well = execution.parts().enumerate().filter(|(_, (_, run))| run.error.is_none());
                let well: Vec<_> =
                    well.map(|(index, (function, _))| (index, function.key.clone(), function.target.clone())).collect();
                for (index, key, target) in well {
                    for ask in plan::callers(self.observation.observed.of(&target, index), Need::May, Need::May) {
                        self.ask(&key, index, &target, ask, now_ms);
                    }
                }
                !self.observation.questions.idle() || self.look_afterwards(now_ms)
            }
            Afterwards::Looking => {
                self.afterwards = Afterwards::Over;
                self.note_callers();
                false
            }
            Afterwards::Due | Afterwards::Over => false,
        }
    }

    fn note_callers(&mut self) {
        let execution = must!(self, self.execution.as_mut(), "no plan");
        let well = execution.parts_mut().enumerate().filter(|(_, (_, run))| run.error.is_none());
        for (index, (function, run)) in well {
            let Some(seen) = self.observation.observed.of(&function.target, index) else { continue };
            run.notes.extend(direct::of_latest(seen).iter().map(direct::Caller::still_calls));
            run.notes.extend(direct::not_checked(seen));
        }
    }
}
