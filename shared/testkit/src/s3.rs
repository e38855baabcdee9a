//! An object store that speaks S3: a real server over a folder, which checks signatures, with a line before it that can fail.

use std::convert::Infallible;
use std::path::PathBuf;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tower::ServiceExt;

use crate::Line;

/// The store, with one bucket.
#[derive(Debug)]
pub struct S3 {
    folder: TempDir,
    line: Line,
    task: JoinHandle<()>,
}

impl S3 {
    /// Its bucket.
    pub const BUCKET: &str = "huiyin";
    /// Its key's id.
    pub const KEY_ID: &str = "huiyin-tests";
    /// Its key's secret, which is none.
    pub const KEY_SECRET: &str = "canary-of-the-store";

    /// Starts one.
    ///
    /// # Panics
    /// Where it does not start.
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(folder.path().join(Self::BUCKET)).expect("the bucket is made");
        let files = FileSystem::new(folder.path()).expect("the store's folder is there");
        let mut builder = S3ServiceBuilder::new(files);
        builder.set_auth(SimpleAuth::from_single(Self::KEY_ID, Self::KEY_SECRET));
        let service = builder.build();
        let router = Router::new().fallback(move |request: Request| answer(service.clone(), request));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let line = Line::to(listener.local_addr().expect("a bound address")).await;
        let task = start(async move {
            axum::serve(listener, router).await.expect("the store serves");
        });
        Self { folder, line, task }
    }

    /// Its address, behind the line.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.line.address())
    }

    /// The line before it.
    #[must_use]
    pub fn line(&self) -> &Line {
        &self.line
    }

    /// The folder in which its bucket's objects lie.
    #[must_use]
    pub fn bucket(&self) -> PathBuf {
        self.folder.path().join(Self::BUCKET)
    }

    /// How many uploads and parts of them lie there that nobody ended: no list of objects shows them.
    ///
    /// # Panics
    /// Where its folder cannot be read.
    #[must_use]
    pub fn unended(&self) -> usize {
        let entries = std::fs::read_dir(self.folder.path()).expect("the store's folder is there");
        let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        names.filter(|name| name.starts_with(".upload")).count()
    }
}

impl Drop for S3 {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn answer(service: S3Service, request: Request) -> Result<Response, Infallible> {
    Ok(match service.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(error) => {
            let error: Box<dyn std::error::Error + Send + Sync> = error.into();
            (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response()
        }
    })
}

#[expect(clippy::disallowed_methods, reason = "the server ends with the test")]
fn start(task: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(task)
}
