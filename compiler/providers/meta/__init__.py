"""The wire that Meta's hostings share: Cloud API, 360dialog and the On-Premise API.

`messages` puts a body together and takes it apart; the rooms beside it know one thing each. A hosting is a row of
`dialect`. Definitions of templates go to an endpoint of their own: the provider modules choose between the two
before `messages` is asked.
"""
