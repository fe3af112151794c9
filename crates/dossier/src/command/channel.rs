//! The ways by which customers are spoken with.

use clap::ValueEnum;
use contracts::interaction::v1 as wire;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Channel {
    Phone,
    Email,
    Visit,
    Wechat,
    Whatsapp,
    Social,
    Sms,
    LiveChat,
    Other,
}

impl From<Channel> for wire::Channel {
    fn from(channel: Channel) -> Self {
        match channel {
            Channel::Phone => Self::Phone,
            Channel::Email => Self::Email,
            Channel::Visit => Self::Visit,
            Channel::Wechat => Self::Wechat,
            Channel::Whatsapp => Self::Whatsapp,
            Channel::Social => Self::Social,
            Channel::Sms => Self::Sms,
            Channel::LiveChat => Self::LiveChat,
            Channel::Other => Self::Other,
        }
    }
}
