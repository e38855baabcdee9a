//! Amounts of money (R5.7).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An ISO 4217 currency code: three capital letters.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
#[schema(value_type = String)]
pub struct Currency([u8; 3]);

/// What is wrong with an amount.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The currency is not three capital letters.
    #[error("a currency is three capital letters, as in CNY")]
    Currency,
    /// Two amounts of different currencies do not add.
    #[error("{0} and {1} do not add")]
    Mixed(Currency, Currency),
    /// The sum leaves the range of a 64-bit count of minor units.
    #[error("the sum is too large")]
    Overflow,
}

impl TryFrom<String> for Currency {
    type Error = MoneyError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => Err(MoneyError::Currency),
        }
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.to_string()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|&letter| write!(f, "{}", char::from(letter)))
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// An amount in minor units (fen, pence, cents) of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Money {
    /// The amount in minor units.
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// The sum of two amounts.
    ///
    /// # Errors
    /// Where the currencies differ or the sum overflows.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed(self.currency, other.currency));
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(minor: i64) -> Money {
        Money {
            minor,
            currency: Currency(*b"CNY"),
        }
    }

    #[test]
    fn amounts_of_one_currency_add() {
        assert_eq!(yuan(800_000).plus(yuan(1)), Ok(yuan(800_001)));
        assert_eq!(yuan(i64::MAX).plus(yuan(1)), Err(MoneyError::Overflow));
    }

    #[test]
    fn currencies_do_not_mix_and_are_three_capitals() {
        let usd = Currency::try_from("USD".to_owned()).unwrap();
        let mixed = yuan(1).plus(Money {
            minor: 1,
            currency: usd,
        });
        assert_eq!(mixed.unwrap_err().to_string(), "CNY and USD do not add");
        assert_eq!(Currency::try_from("usd".to_owned()), Err(MoneyError::Currency));
    }
}
