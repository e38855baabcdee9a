//! One request for a page: who asks, in which language, and how times and links are written for them.

use std::fmt::Display;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Query};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::header::SET_COOKIE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::response::Response;
use huiyin_contracts::requests::PostNow;
use huiyin_kernel::{Actor, Timestamp};
use huiyin_web::Caller;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::Door;
use crate::address::address;
use crate::cookies;
use crate::domain::session::Way;
use crate::domain::view;
use crate::entrance::Entered;
use crate::fresh::Asks;
use crate::language::Language;
use crate::names::Names;
use crate::pages::{assets, problem};
use crate::passed::Passed;
use crate::services::Of;
use crate::store::View;
use crate::words::Words;

/// What every page needs to know of the request that it answers.
pub(crate) struct Visit {
    pub(crate) words: Words,
    pub(crate) caller: Caller,
    /// The units by their names.
    pub(crate) names: Arc<Names>,
    /// What tells the services who asks.
    pub(crate) passed: Passed,
    pub(crate) now: Timestamp,
    /// Whether who asks signed in.
    pub(crate) signed_in: bool,
    /// Whether they did so with a password of ours.
    pub(crate) by_password: bool,
    /// All their posts, where they have several.
    pub(crate) posts: Vec<PostNow>,
    /// Whether what they ask for needs a fresh sign-in.
    pub(crate) asks: Asks,
    /// Whether the rooms of staff are shown: not before sign-in.
    pub(crate) rooms_open: bool,
    zone: TimeZone,
    path: String,
    query: Vec<(String, String)>,
    /// Whether the address itself names the language: then every link keeps it.
    explicit: bool,
    /// Whether this page answers a form: asked for again in another language, it would be another page.
    posted: bool,
    /// Whether single letters do something.
    pub(crate) letters: bool,
    /// `light` or `dark`, where the reader chose one.
    pub(crate) theme: Option<&'static str>,
    /// `compact`, where the reader chose it.
    pub(crate) density: Option<&'static str>,
    /// Saved views, on the pages that show them.
    pub(crate) views: Option<Vec<View>>,
    /// A fresh key for the forms of this page: whatever is sent twice with it is done once.
    pub(crate) key: String,
}

impl FromRequestParts<Door> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, door: &Door) -> Result<Self, Response> {
        let mut visit = Self::of(&parts.uri, &parts.headers, door);
        visit.posted = parts.method == Method::POST;
        if let Some(app) = &door.sign_in {
            // Whoever has no session comes as far as the entrance lets them, and can do the least.
            if let Some(entered) = parts.extensions.get::<Entered>() {
                visit.caller = Caller(entered.caller.clone());
                visit.passed = app.passed(&entered.caller);
                (visit.signed_in, visit.rooms_open) = (true, true);
                visit.asks = entered.asks.clone();
                visit.posts.clone_from(&entered.posts);
                visit.by_password = entered.way == Way::Password;
                visit.names = door.names.now(&door.services, &visit.passed, visit.now).await;
            }
            return Ok(visit);
        }
        visit.passed = Passed::claimed(&parts.headers);
        match Caller::claimed(&visit.passed.headers(Of::Intake)) {
            Ok(caller) => visit.caller = caller,
            Err(wrong) => {
                // A broken cookie goes, so that the next page is not refused as well; it never makes an operator of anyone.
                let mut page = problem::page(&visit, &wrong);
                page.headers_mut()
                    .append(SET_COOKIE, HeaderValue::from_static(cookies::NOBODY));
                return Err(page);
            }
        }
        visit.names = door.names.now(&door.services, &visit.passed, visit.now).await;
        Ok(visit)
    }
}

impl Visit {
    /// The visit, of nobody in particular yet: the complainant's part can do the least.
    pub(crate) fn of(uri: &Uri, headers: &HeaderMap, door: &Door) -> Self {
        let query: Vec<(String, String)> = Query::try_from_uri(uri).map(|Query(pairs)| pairs).unwrap_or_default();
        let named = query.iter().find(|(key, _)| key == "lang");
        let named = named.and_then(|(_, tag)| Language::of_tag(tag));
        let header = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let kept = cookies::value(headers, cookies::LANGUAGE).and_then(Language::of_tag);
        let language = named
            .or(kept)
            .or_else(|| header.and_then(Language::accepted))
            .unwrap_or(door.language);
        Self {
            words: door.catalogues.words(language),
            caller: Caller(huiyin_access::Caller::complainant()),
            passed: Passed::Nobody,
            names: Arc::default(),
            signed_in: false,
            by_password: false,
            posts: Vec::new(),
            asks: Asks::default(),
            rooms_open: door.sign_in.is_none(),
            now: door.gate.clock().now(),
            zone: door.zone.clone(),
            path: uri.path().to_owned(),
            query,
            explicit: named.is_some(),
            posted: false,
            letters: cookies::choice(headers, cookies::LETTERS, &["off"]).is_none(),
            theme: cookies::choice(headers, cookies::THEME, &["light", "dark"]),
            density: cookies::choice(headers, cookies::DENSITY, &["compact"]),
            views: None,
            key: door.ids.uuid().to_string(),
        }
    }

    /// What the address asks under a name.
    pub(crate) fn asked(&self, name: &str) -> Option<&str> {
        let found = self.query.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The text of a key.
    pub(crate) fn say<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.say(key)
    }

    /// The name of a code.
    pub(crate) fn code<'a>(&'a self, family: &str, code: &'a str) -> &'a str {
        self.words.code(family, code)
    }

    /// The name of a code that may be absent.
    pub(crate) fn maybe<'a>(&'a self, family: &str, code: &'a Option<String>) -> &'a str {
        code.as_deref()
            .map_or_else(|| self.say("word.none"), |code| self.code(family, code))
    }

    /// The name of the unit at a path.
    pub(crate) fn unit(&self, path: &impl Display) -> String {
        self.names.name(&path.to_string()).to_owned()
    }

    /// What a notice tells, by the text that it is made from: `complainant.registered`.
    pub(crate) fn notice<'a>(&'a self, template: &'a str) -> &'a str {
        let named = match template.split_once('.') {
            Some(("complainant", what)) => Some((self.code("told_complainant", what), what)),
            Some(("staff", what)) => Some((self.code("told_staff", what), what)),
            _ => None,
        };
        // A text that has no name here stands for itself.
        match named {
            Some((name, what)) if name != what => name,
            _ => template,
        }
    }

    /// Yes or no.
    pub(crate) fn yes(&self, yes: &bool) -> &str {
        self.say(if *yes { "word.yes" } else { "word.no" })
    }

    /// An event's name by its type.
    pub(crate) fn event<'a>(&'a self, kind: &'a str) -> &'a str {
        event_code(kind).map_or(kind, |code| match self.code("event", code) {
            unnamed if unnamed == code => kind,
            name => name,
        })
    }

    /// Who did something.
    pub(crate) fn person(&self, actor: &Actor) -> String {
        match actor {
            Actor::Staff { code, post: None } => self.words.fill("actor.staff", &[code.as_str()]),
            Actor::Staff { code, post: Some(post) } => {
                let unit = self.unit(post);
                self.words.fill("actor.staff_in_post", &[code.as_str(), &unit])
            }
            Actor::Complainant => self.say("actor.complainant").to_owned(),
            Actor::Operator => self.say("actor.operator").to_owned(),
            Actor::System { service } => self.words.fill("actor.system", &[self.code("service", service)]),
        }
    }

    /// An instant by the organisation's clock, to the minute.
    pub(crate) fn time(&self, instant: &Timestamp) -> String {
        self.zone.to_datetime(*instant).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// The zone that times are of.
    pub(crate) fn zone(&self) -> &str {
        self.zone.iana_name().unwrap_or("UTC")
    }

    /// Who asks, for the foot of the page.
    pub(crate) fn visitor(&self) -> String {
        self.person(&self.caller.actor)
    }

    /// Whether who asks acts in this post.
    pub(crate) fn acts_in(&self, post: &PostNow) -> bool {
        self.caller.unit.as_ref() == Some(&post.unit)
    }

    /// The code of the member of staff who asks, if it is one.
    pub(crate) fn visitor_code(&self) -> Option<&str> {
        match &self.caller.actor {
            Actor::Staff { code, .. } => Some(code.as_str()),
            _ => None,
        }
    }

    /// The rooms of the desk: their addresses, the keys of their names, and the letters that lead there.
    pub(crate) fn rooms(&self) -> [(&'static str, &'static str, char); 8] {
        [
            ("/desk/lists/to_accept", "desk.lists", 'l'),
            ("/desk/", "desk.register_book", 'b'),
            ("/desk/register", "desk.registration", 'n'),
            ("/desk/books", "desk.books", 'o'),
            ("/desk/learning", "desk.learning", 'e'),
            ("/desk/figures", "desk.figures", 'f'),
            ("/desk/admin/directory", "admin.title", 'a'),
            ("/desk/settings", "desk.settings", 's'),
        ]
    }

    /// The pages of administration.
    pub(crate) fn admin(&self) -> [(&'static str, &'static str); 7] {
        [
            ("/desk/admin/directory", "admin.directory"),
            ("/desk/admin/deliveries", "admin.deliveries"),
            ("/desk/admin/archive", "archive.title"),
            ("/desk/admin/calendars", "calendars.title"),
            ("/desk/admin/packs", "packs.title"),
            ("/desk/admin/letters", "letters.title"),
            ("/desk/admin/bus", "bus.title"),
        ]
    }

    /// The pages of figures.
    pub(crate) fn figures(&self) -> [(&'static str, &'static str); 3] {
        [
            ("/desk/figures", "figures.by_key"),
            ("/desk/figures/months", "months.title"),
            ("/desk/figures/overview", "overview.title"),
        ]
    }

    /// The complainant's page in the other language. Its other addresses are answers to forms, so it begins anew.
    pub(crate) fn track_in_other_language(&self) -> String {
        address("/desk/track", &[("lang", self.words.language.other().code())])
    }

    /// The language of the address, where it names one: a form keeps it in a hidden field.
    pub(crate) fn kept_language(&self) -> Option<&'static str> {
        self.explicit.then(|| self.words.language.code())
    }

    /// What keeps this address's language for the pages to come.
    pub(crate) fn language_cookie(&self) -> Option<HeaderValue> {
        let code = self.kept_language()?;
        HeaderValue::try_from(cookies::keep(cookies::LANGUAGE, code)).ok()
    }

    /// Whether this page is the one at `path`: the navigation marks it.
    pub(crate) fn is_at(&self, path: &str) -> bool {
        self.path == path
    }

    /// An instant that was typed by the organisation's clock.
    pub(crate) fn instant(&self, civil: DateTime) -> Option<Timestamp> {
        self.zone.to_timestamp(civil).ok()
    }

    /// The first instant of tomorrow, by the organisation's clock.
    pub(crate) fn end_of_today(&self) -> Option<Timestamp> {
        let tomorrow = self.zone.to_datetime(self.now).date().tomorrow().ok()?;
        self.instant(tomorrow.at(0, 0, 0, 0))
    }

    /// Today, by the organisation's clock.
    pub(crate) fn today(&self) -> jiff::civil::Date {
        self.zone.to_datetime(self.now).date()
    }

    /// Seconds in hours and minutes.
    pub(crate) fn span(&self, seconds: &i64) -> String {
        let minutes = seconds.unsigned_abs() / 60;
        let (hours, minutes) = ((minutes / 60).to_string(), (minutes % 60).to_string());
        self.words.fill("word.span", &[&hours, &minutes])
    }

    /// The address of what pages are drawn with.
    pub(crate) fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// A link to another page, in the language of this one.
    pub(crate) fn link(&self, path: &str) -> String {
        self.link_with(path, &[])
    }

    /// A link with a query.
    pub(crate) fn link_with(&self, path: &str, query: &[(&str, &str)]) -> String {
        let mut query = query.to_vec();
        query.extend(self.kept_language().map(|code| ("lang", code)));
        address(path, &query)
    }

    /// This page in the other language; none where it answers a form.
    pub(crate) fn in_other_language(&self) -> Option<String> {
        if self.posted {
            return None;
        }
        let kept = self.query.iter().filter(|(key, _)| key != "lang");
        let mut query: Vec<(&str, &str)> = kept.map(|(key, value)| (key.as_str(), value.as_str())).collect();
        query.push(("lang", self.words.language.other().code()));
        Some(address(&self.path, &query))
    }

    /// This page's own address: what of it moves by itself is asked for there.
    pub(crate) fn here(&self) -> String {
        let query: Vec<(&str, &str)> = self
            .query
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        address(&self.path, &query)
    }

    /// This page with all of its lines chosen.
    pub(crate) fn all_chosen(&self) -> String {
        let kept = self.query.iter().filter(|(key, _)| key != "pick");
        let kept = kept.map(|(key, value)| (key.as_str(), value.as_str()));
        let query: Vec<(&str, &str)> = kept.chain([("pick", "all")]).collect();
        address(&self.path, &query)
    }

    /// Whether this page shows saved views, and lets save itself as one.
    pub(crate) fn has_views(&self) -> bool {
        self.views.is_some()
    }

    /// The saved views.
    pub(crate) fn views(&self) -> &[View] {
        self.views.as_deref().unwrap_or_default()
    }

    /// A link to a saved address, in the language of this page.
    pub(crate) fn saved(&self, saved: &str) -> String {
        let mark = if saved.contains('?') { '&' } else { '?' };
        match self.kept_language() {
            Some(code) => format!("{saved}{mark}lang={code}"),
            None => saved.to_owned(),
        }
    }

    /// Whether this page is that saved one.
    pub(crate) fn is_saved(&self, saved: &str) -> bool {
        view::address(&self.here()).is_ok_and(|here| here == saved)
    }

    /// Sign-in, and then this page again.
    pub(crate) fn again(&self) -> String {
        let here = if self.posted { "/desk/".to_owned() } else { self.here() };
        self.link_with("/desk/sign-in", &[("to", &here)])
    }

    /// The other language's tag.
    pub(crate) fn other_tag(&self) -> &'static str {
        self.words.language.other().tag()
    }

    /// This language's tag.
    pub(crate) fn tag(&self) -> &'static str {
        self.words.language.tag()
    }
}

/// `registered` of `complaint.registered.v1`; of what is not said of a complaint, those alone that stand in a complaint's timeline.
pub(crate) fn event_code(kind: &str) -> Option<&str> {
    let dropped = |kind: &&str| kind.contains("_dropped.");
    let told = kind.strip_prefix("complaint.");
    let told = told.or_else(|| kind.strip_prefix("organisation.").filter(dropped));
    let (name, _version) = told?.rsplit_once(".v")?;
    Some(name)
}
