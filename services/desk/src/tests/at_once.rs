//! A password that is looked at while an operator gives another one.

use huiyin_kernel::Password;
use jiff::SignedDuration;

use super::sign_in::{FIRST, NEXT, Room, code};
use crate::app::{NewAccount, WhoError};

fn given(password: &str) -> NewAccount {
    NewAccount {
        staff: code("e012"),
        password: Some(Password::from(password)),
        must_change: false,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_sign_in_of_the_same_instant_neither_undoes_a_reset_nor_outlives_it() {
    let room = Room::with_account(false).await;
    let first = Password::from(FIRST);
    let mut ended = 0;
    for _ in 0..60 {
        room.app.reset(given(FIRST)).await.unwrap();
        let (old, reset) = tokio::join!(
            room.app.sign_in("e012", (&first, ""), None),
            room.app.reset(given(NEXT))
        );
        reset.unwrap();
        if let Ok((secret, _)) = old {
            ended += 1;
            let over = room.app.who(&secret.hash()).await;
            assert!(
                matches!(over, Err(WhoError::Over)),
                "a session of the old password goes on: {over:?}"
            );
        }
        room.clock.wait(SignedDuration::from_hours(2));
        let new = room.app.sign_in("e012", (&Password::from(NEXT), ""), None).await;
        assert!(new.is_ok(), "the reset was undone: {new:?}");
    }
    println!("{ended} of 60 came first, and were signed out");
}
