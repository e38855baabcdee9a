//! Earlier files and answers at hand (R3.6, R5.4), as far as the caller may see each of them.

use axum::extract::State;
use huiyin_access::Action;
use huiyin_contracts::views::investigation::{CaseView, EarlierFile, GroupView};
use huiyin_kernel::{CaseId, ComplaintId};
use huiyin_web::{Caller, Json, Path, Problem, Query};

use super::Api;
use super::papers::Purpose;
use crate::app::Kept;

impl Api {
    /// The earlier cases to which the caller may do this.
    async fn earlier(&self, caller: &Caller, complaint: ComplaintId, action: Action) -> Result<Vec<Kept>, Problem> {
        let mut seen = Vec::new();
        for kept in self.app.earlier(complaint).await? {
            let (resource, reader) = self.app.sight(caller, &kept).await?;
            if self.gate.may(&reader, action, &resource) {
                seen.push(kept);
            }
        }
        Ok(seen)
    }

    /// The case with what it has to do with others.
    pub(super) async fn with_others(&self, caller: &Caller, view: CaseView) -> Result<CaseView, Problem> {
        let complaint = view.line.complaint;
        let matter = self.app.matter(complaint).await?;
        let mut earlier = Vec::new();
        if matter.earlier.is_some() {
            for kept in self.earlier(caller, complaint, Action::Read).await? {
                earlier.push(self.app.earlier_case(&kept).await?);
            }
        }
        Ok(CaseView {
            persons: matter.persons,
            group: matter.group.map(|group| GroupView {
                complaints: group.complaints,
                persons: group.persons,
            }),
            repeats: matter.earlier.is_some(),
            earlier,
            ..view
        })
    }
}

/// Shows what was answered before, with its words: in earlier rounds of the case, and in the files that it repeats. Each look is recorded (R8.1).
#[utoipa::path(get, path = "/cases/{id}/answers", params(("id" = uuid::Uuid, Path), Purpose), responses(
    (status = 200, body = Vec<EarlierFile>), (status = "4XX", body = Problem), (status = "5XX", body = Problem)))]
pub(super) async fn answers(
    State(api): State<Api>,
    caller: Caller,
    Path(id): Path<CaseId>,
    Query(purpose): Query<Purpose>,
) -> Result<Json<Vec<EarlierFile>>, Problem> {
    let look = api.look(&caller, id, &purpose).await?;
    let complaint = api.app.case(id).await?.case.complaint;
    let earlier = api.earlier(&caller, complaint, Action::Reveal).await?;
    Ok(Json(api.app.look_at_answers(&look, &earlier).await?))
}
