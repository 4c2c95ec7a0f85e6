"""The grammar of SPARQL 1.1 (Query Language, section 19.8) with the additions of 1.2, for diagnosis only.

It is wider than the Recommendation where that keeps it LL(1) over our tokens (an empty pair of brackets
is a collection, a sign stands before its number) or where the engine is (a full stop between the triples
of a template may be missing), and never decides what is evaluated: it only says where
a text that the engine refused goes wrong, and what could have stood there.

Notation: ``'X'`` is a keyword or sign, names in capitals are kinds of tokens, ``? * +`` and ``( | )`` as
usual; a name after ``#`` is how a person would call the production.
"""

from __future__ import annotations

import re
from typing import Final

_FUNCTIONS: Final = """
ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT
HASLANG HASLANGDIR HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR LANGMATCHES
LCASE MAX MD5 MIN MINUTES MONTH NOW OBJECT PREDICATE RAND REGEX REPLACE ROUND SAMETERM SAMEVALUE SAMPLE
SECONDS SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS
STRUUID SUBJECT SUBSTR SUM TIMEZONE TRIPLE TZ UCASE URI UUID YEAR ADJUST
"""
FUNCTIONS: Final = frozenset(_FUNCTIONS.split())

RULES: Final = """
QueryUnit = Prologue ( SelectQuery | ConstructQuery | DescribeQuery | AskQuery ) ValuesClause
UpdateUnit = Prologue ( Operation ( ';' UpdateUnit )? )?
Prologue = ( 'BASE' IRI | 'PREFIX' PNAME IRI | 'VERSION' STRING )*
SelectQuery = SelectClause DatasetClause* WhereClause SolutionModifier
SubSelect = SelectClause WhereClause SolutionModifier ValuesClause
SelectClause = 'SELECT' ( 'DISTINCT' | 'REDUCED' )? ( Projected+ | '*' )
Projected = VAR | '(' Expression 'AS' VAR ')'
ConstructQuery = 'CONSTRUCT' ( '{' Triples? '}' DatasetClause* WhereClause SolutionModifier
  | DatasetClause* 'WHERE' '{' Triples? '}' SolutionModifier )
DescribeQuery = 'DESCRIBE' ( VarOrIri+ | '*' ) DatasetClause* WhereClause? SolutionModifier
AskQuery = 'ASK' DatasetClause* WhereClause SolutionModifier
DatasetClause = 'FROM' 'NAMED'? Iri
WhereClause = 'WHERE'? Group
SolutionModifier = GroupClause? HavingClause? OrderClause? LimitOffset?
GroupClause = 'GROUP' 'BY' GroupCondition+
GroupCondition = Call | '(' Expression ( 'AS' VAR )? ')' | VAR
HavingClause = 'HAVING' Constraint+
OrderClause = 'ORDER' 'BY' OrderCondition+
OrderCondition = ( 'ASC' | 'DESC' ) '(' Expression ')' | Constraint | VAR
LimitOffset = 'LIMIT' NUMBER ( 'OFFSET' NUMBER )? | 'OFFSET' NUMBER ( 'LIMIT' NUMBER )?
ValuesClause = ( 'VALUES' DataBlock )?
Operation # an update operation = 'LOAD' 'SILENT'? Iri ( 'INTO' 'GRAPH' Iri )?
  | 'CLEAR' 'SILENT'? GraphRefAll | 'DROP' 'SILENT'? GraphRefAll | 'CREATE' 'SILENT'? 'GRAPH' Iri
  | ( 'ADD' | 'MOVE' | 'COPY' ) 'SILENT'? GraphOrDefault 'TO' GraphOrDefault
  | 'INSERT' ( 'DATA' Quads | Quads Using* 'WHERE' Group )
  | 'DELETE' ( 'DATA' Quads | 'WHERE' Quads | Quads ( 'INSERT' Quads )? Using* 'WHERE' Group )
  | 'WITH' Iri ( 'DELETE' Quads ( 'INSERT' Quads )? | 'INSERT' Quads ) Using* 'WHERE' Group
Using = 'USING' 'NAMED'? Iri
GraphRefAll = 'GRAPH' Iri | 'DEFAULT' | 'NAMED' | 'ALL'
GraphOrDefault = 'DEFAULT' | 'GRAPH'? Iri
Quads # a block of triples in braces = '{' Template ( 'GRAPH' VarOrIri '{' Template '}' '.'? Template )* '}'
Template = ( TriplesSameSubject '.'? )*
Triples = TriplesSameSubject ( '.' Triples? )?
Group # a group in braces = '{' ( SubSelect | GroupContent ) '}'
GroupContent = Triples? ( NotTriples '.'? Triples? )*
NotTriples = Group ( 'UNION' Group )* | 'OPTIONAL' Group | 'MINUS' Group | 'LATERAL' Group
  | 'GRAPH' VarOrIri Group | 'SERVICE' 'SILENT'? VarOrIri Group | 'FILTER' Constraint
  | 'BIND' '(' Expression 'AS' VAR ')' | 'VALUES' DataBlock
DataBlock = VAR '{' DataValue* '}' | '(' VAR* ')' '{' ( '(' DataValue* ')' )* '}'
DataValue = Iri | Literal | 'UNDEF' | TripleTerm
Constraint # a condition in brackets = '(' Expression ')' | Call
Call # a function call = FUNCTION Arguments | 'EXISTS' Group | 'NOT' 'EXISTS' Group | Iri Arguments
Arguments # arguments in brackets
  = '(' ( 'DISTINCT'? ( '*' | Expression ) ( ',' Expression )* ( ';' 'SEPARATOR' '=' STRING )? )? ')'
TriplesSameSubject # a triple pattern = Node PropertyList?
PropertyList # a property = Verb Objects ( ';' ( Verb Objects )? )*
Verb # a property or path = VAR | Path
Objects # a value = Object ( ',' Object )*
Object # a value = Node Annotation*
Annotation = '~' ( VAR | Iri | BLANK )? | '{|' PropertyList '|}'
Path = PathSequence ( '|' PathSequence )*
PathSequence = PathStep ( '/' PathStep )*
PathStep = '^'? PathPrimary ( '?' | '*' | '+' )?
PathPrimary = Iri | 'a' | '!' Negated | '(' Path ')'
Negated = NegatedOne | '(' ( NegatedOne ( '|' NegatedOne )* )? ')'
NegatedOne = '^'? ( Iri | 'a' )
Node # a term = VAR | Iri | Literal | BLANK | '[' PropertyList? ']' | '(' Node* ')' | TripleTerm | Reified
TripleTerm = '<<(' Node Verb Node ')>>'
Reified = '<<' Node Verb Node ( '~' ( VAR | Iri | BLANK )? )? '>>'
VarOrIri # a variable or IRI = VAR | Iri
Iri # an IRI or prefixed name = IRI | PNAME
Literal # a literal = STRING ( LANG | '^^' Iri )? | ( '+' | '-' )? NUMBER | 'TRUE' | 'FALSE'
Expression # an expression = AndExpression ( '||' AndExpression )*
AndExpression = Comparison ( '&&' Comparison )*
Comparison = Sum ( ( '=' | '!=' | '<' | '>' | '<=' | '>=' ) Sum | 'NOT'? 'IN' Arguments )?
Sum = Product ( ( '+' | '-' ) Product )*
Product = Unary ( ( '*' | '/' ) Unary )*
Unary = ( '!' | '+' | '-' ) Unary | Primary
Primary = '(' Expression ')' | FUNCTION Arguments | 'EXISTS' Group | 'NOT' 'EXISTS' Group
  | Iri Arguments? | STRING ( LANG | '^^' Iri )? | NUMBER | 'TRUE' | 'FALSE' | VAR | TripleTerm
"""

KEYWORDS: Final = FUNCTIONS | frozenset(re.findall(r"'([A-Z]+)'", RULES))
"""Every bare word of the language in capitals, but for ``a``, which has no other form."""

KINDS: Final = {
    "VAR": "a variable",
    "IRI": "an IRI in angle brackets",
    "PNAME": "a prefixed name",
    "STRING": "a string",
    "NUMBER": "a number",
    "LANG": "a language tag",
    "BLANK": "a blank node",
    "FUNCTION": "a function",
    "END": "the end of the text",
}
"""How a person would call each kind of token."""
