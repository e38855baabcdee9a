//! Lessons of cases (R6.2).

use huiyin_contracts::events::investigation::LessonDrawnV1;
use huiyin_contracts::views::investigation::{CaseView, LessonView, LessonWords};

use super::act::{Call, Decided};
use super::sanctions::finding;
use super::saying::Saying;
use super::{App, Error};
use crate::domain::{Lesson, Paper, Words, draw_lesson};

impl App {
    /// Draws a lesson from a case.
    pub(crate) async fn draw_lesson(&self, call: &Call, words: &Words) -> Result<CaseView, Error> {
        let id = self.store.ids().uuid();
        self.act(call, |file, at| {
            let lesson = draw_lesson::decide(&file.case, finding(&file), id, words.clone(), call.mark(at))?;
            let by = call.by.clone();
            let event = LessonDrawnV1 {
                complaint: file.case.complaint,
                lesson: id,
                cause: lesson.cause.as_str().to_owned(),
                unit: file.case.unit.clone(),
                by: by.clone(),
            };
            let says = vec![Saying::LessonDrawn(event)];
            Ok(Decided {
                paper: Some(Paper::Lesson(lesson)),
                ..Decided::step(file.case, "lesson_drawn", by, at, says)
            })
        })
        .await
    }
}

/// A lesson without its words.
pub(super) fn lesson_view(lesson: &Lesson) -> LessonView {
    LessonView {
        id: lesson.id,
        cause: lesson.cause.as_str().to_owned(),
        by: lesson.drawn.by.clone(),
        at: lesson.drawn.at,
    }
}

/// A lesson with its words, for who looks at it or reads the form.
pub(crate) fn lesson_words(lesson: &Lesson) -> LessonWords {
    LessonWords {
        lesson: lesson_view(lesson),
        words: lesson.words.as_str().to_owned(),
    }
}
