//! The description of a service's API, next to the API.

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{Components, ContentBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder, Schema};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use crate::{FieldError, PROBLEM_JSON, Problem};

/// The router with `/openapi.json` beside its routes. Every operation says that anything else is a [`Problem`].
pub fn documented<S: Clone + Send + Sync + 'static>(router: OpenApiRouter<S>) -> Router<S> {
    let (router, mut api) = router.split_for_parts();
    describe_problems(&mut api);
    // Written once; a description that cannot be written is logged now and answered as our failure.
    let text = api.to_json().map(Bytes::from).map_err(|error| Problem::failed(&error));
    let answer = move || std::future::ready(text.clone().map(|text| ([(CONTENT_TYPE, "application/json")], text)));
    router.route("/openapi.json", get(answer))
}

fn describe_problems(api: &mut OpenApi) {
    let schemas = &mut api.components.get_or_insert_with(Components::new).schemas;
    let add: [(_, RefOr<Schema>); 2] = [
        (Problem::name(), Problem::schema()),
        (FieldError::name(), FieldError::schema()),
    ];
    schemas.extend(add.map(|(name, schema)| (name.into_owned(), schema)));
    for operation in api.paths.paths.values_mut().flat_map(operations) {
        operation
            .responses
            .responses
            .entry("default".to_owned())
            .or_insert_with(|| RefOr::T(any_problem()));
    }
}

fn operations(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let all = [
        &mut path.get,
        &mut path.put,
        &mut path.post,
        &mut path.patch,
        &mut path.delete,
    ];
    all.into_iter().flatten()
}

fn any_problem() -> Response {
    let schema = Ref::from_schema_name(Problem::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new()
        .description("What is wrong")
        .content(PROBLEM_JSON, content)
        .build()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{get as ask, text_of};
    use crate::{Json, Page, PageQuery, Query};
    use utoipa_axum::routes;

    /// All visits.
    #[utoipa::path(get, path = "/visits", params(PageQuery), responses((status = 200, body = Page<String>)))]
    async fn visits(Query(_query): Query<PageQuery>) -> Json<Page<String>> {
        Json(Page {
            items: Vec::new(),
            next: None,
        })
    }

    #[tokio::test]
    async fn the_description_names_each_route_and_the_shape_of_a_problem() {
        let router = documented(OpenApiRouter::new().routes(routes!(visits))).with_state(());
        let response = ask(&router, "/openapi.json").await;
        assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
        let api: serde_json::Value = serde_json::from_str(&text_of(response).await).unwrap();
        let visits = &api["paths"]["/visits"]["get"];
        assert_eq!(visits["parameters"][1]["schema"]["maximum"], 200);
        let problem = &visits["responses"]["default"]["content"][PROBLEM_JSON]["schema"]["$ref"];
        assert_eq!(problem, "#/components/schemas/Problem");
        assert_eq!(
            api["components"]["schemas"]["Problem"]["properties"]["status"]["minimum"],
            400
        );
        assert!(api["components"]["schemas"]["FieldError"].is_object());
        assert_eq!(ask(&router, "/visits").await.status(), 200);
    }
}
